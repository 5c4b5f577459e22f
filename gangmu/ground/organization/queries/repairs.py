"""Who could fill an empty seat: the nearest who is qualified, rested and free, with his load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gangmu.ground.organization.queries.gaps import Gap
from gangmu.ground.organization.rules import REST
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "repairs.sql")
NEAR = ("own", "village", "town", "reserve", "county")
"""How near somebody stands to the seat: he holds it (or is its deputy), same village, same town, reserve, county."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Somebody who could fill a gap. `near` is one of NEAR, `km` the distance of the villages or towns if known.

    `hours`, `shifts` and `nights` are those of the week around the gap (84 hours before and after its beginning).
    """

    user_id: int
    name: str
    comes_from: str
    near: str
    km: float | None
    hours: float
    shifts: int
    nights: int


def repairs(scope: Scope, found: Sequence[Gap], most: int = 1) -> dict[Gap, list[Repair]]:
    """For each gap that has a post, up to `most` people of the county, nearest first. Empty gaps only in the scope."""
    asked = [gap for gap in found if gap.post_id is not None and gap.area in scope.jurisdiction]
    rows = fetch(
        SQL["repairs"],
        {
            "posts": [gap.post_id for gap in asked],
            "since": [gap.since for gap in asked],
            "until": [gap.until for gap in asked],
            "rest": REST,
            "zone": str(clock.CIVIL),
            "most": most,
        },
    )
    offered: dict[Gap, list[Repair]] = defaultdict(list)
    for n, user, name, source, rank, km, hours, shifts, nights in rows:
        if all(one.user_id != user for one in offered[asked[n - 1]]):
            offered[asked[n - 1]].append(Repair(user, name, source, NEAR[rank], km, hours, shifts, nights))
    return offered
