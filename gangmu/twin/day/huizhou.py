"""The demo city as the ground of a rehearsal."""

from __future__ import annotations

from functools import cache

from gangmu.kernel.area import area_of
from gangmu.twin import city, founding
from gangmu.twin.day.ground import Ground, Group, ground_of


@cache
def demo_city() -> Ground:
    """Huizhou as the demo has it: 84 towns, 1,364 villages, 11,048 groups, 1,524 and 3,776 trios."""
    owners = {area: row.code for row in founding.routine_trios() for area in row.areas}
    emergency = {area: row.code for row in founding.emergency_trios() for area in row.areas}
    villages = {r["code"]: r for r in city.lines("villages")}
    groups = []
    for r in city.lines("groups"):
        village = villages[r["village_code"]]
        trios = owners[area_of(r["grid_code"])], emergency[city.area_of_source(r["group_code"])]
        code = village["code"]
        groups.append(Group(code, village["std_name"], code[:9], village["town"], int(r["pop"]), *trios))
    counts = {code: (int(r["teams_normal"]), int(r["teams_emergency"])) for code, r in villages.items()}
    return ground_of(groups, counts)
