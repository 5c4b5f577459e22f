"""Sets of zones: the parts of one, who is inside, and which zone a person's door lies in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from gangmu.control.zones.models import Zone
from gangmu.control.zones.rules import Inside
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parent / "sql" / "zones.sql")


@dataclass(frozen=True, slots=True)
class Count:
    """How many are inside on a day, each person once; ages in completed years. `vague` may be inside, beside them.

    `counted_at` if that was earlier.
    """

    persons: int
    households: int
    infants: int  # under 3
    minors: int  # 3 to 17
    old: int  # 60 to 79
    very_old: int  # 80 and more
    unknown_age: int
    vague: int
    needs: Mapping[str, int]  # by kind of care need, of the zone's incident
    counted_at: datetime | None = None


def count_inside(scope: Scope, zone: Zone, day: date) -> Count:
    """Who is inside on the scope's ground on a civil day, in numbers."""
    given = _present(scope, zone, day)
    with bulk_role():
        (numbers,) = fetch(SQL["inside"], given)
        ((vague,),) = fetch(SQL["vague"], given)
    persons, households, infants, minors, old, very_old, unknown, needs = numbers
    kinds = json.loads(needs) if isinstance(needs, str) else needs
    return Count(persons, households, infants, minors, old, very_old, unknown, vague, kinds)


def _present(scope: Scope, zone: Zone, day: date) -> dict[str, Any]:
    begin = datetime.combine(day, clock_time(), tzinfo=clock.CIVIL)
    where = scope.jurisdiction
    return {
        "zone": zone.pk, "incident": zone.incident_id, "day": day, "since": begin, "until": begin + timedelta(days=1),
        "lo": where.lo, "hi": where.hi, "holes": where.holes_literal,
    }  # fmt: skip


def zones_over(asked: Iterable[tuple[int, int, int | None]], zone: Zone | None = None) -> dict[int, int]:
    """Key → zone, of (key, area, person) each where the person is said to be; who is in none is left out.

    With `zone` only that one is asked about, whatever its state.

    Under row security: a presence that the transaction does not see is decided by its area.
    """
    rows = list(asked)
    given = {"keys": [key for key, _, _ in rows], "areas": [area for _, area, _ in rows],
             "persons": [person for _, _, person in rows], "zone": zone.pk if zone else 0}  # fmt: skip
    return dict(fetch(SQL["over_persons"], given)) if rows else {}


def doors_by_grid(zone: Zone, day: date) -> dict[int, int]:
    """Grid → how many households of it are inside a zone, for every grid in which any of it lies."""
    with bulk_role():
        return dict(fetch(SQL["doors_by_grid"], {"zone": zone.pk, "day": day}))


def overlapping(zone: Zone) -> list[tuple[int, str]]:
    """Living zones of the same incident and level, but the one it was cut out of, that share ground with it."""
    given = {
        "zone": zone.pk,
        "incident": zone.incident_id,
        "level": zone.level,
        "parent": zone.parent_id or 0,
    }
    with bulk_role():
        return [(int(pk), str(name)) for pk, name in fetch(SQL["overlaps"], given)]


def put_parts(zone: Zone, found: Inside) -> int:
    """Make the parts of a zone anew; returns how many there are."""
    rows: list[tuple[str, int, int, int | None, int | None]] = [
        *(("whole", lo, hi, None, None) for lo, hi in found.whole),
        *(("loose", lo, hi, None, None) for lo, hi in found.loose),
        *(("vague", lo, hi, None, None) for lo, hi in found.vague),
        *(("building", area, area + 1, pk, None) for pk, area in found.buildings),
        *(("door", area, area + 1, None, pk) for pk, area in found.doors),
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[]] * 5
    given = dict(zip(("kinds", "los", "his", "buildings", "households"), columns, strict=True))
    run(SQL["clear_parts"], {"zone": zone.pk})
    return run(SQL["put_parts"], {"zone": zone.pk, **given})
