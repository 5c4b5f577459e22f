"""Who could fill an empty seat: the nearest who is qualified, rested, free and within the cap, with his load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gangmu.ground.organization.queries.cap import Change, Duty, above_cap
from gangmu.ground.organization.queries.gaps import Gap
from gangmu.ground.organization.rules import REST
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "repairs.sql")
SPARE = 2
"""How many more of each nearness are looked at than are asked for, since some would be above the cap."""
NEAR = ("own", "village", "town", "reserve", "county")
"""How near somebody stands to the seat: he holds it (or is its deputy), same village, same town, reserve, county."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Somebody who could fill a gap. `near` is one of NEAR, `km` the distance of the villages or towns if known.

    `hours`, `shifts` and `nights` are those of the week around the gap (84 hours before and after its beginning);
    `over_cap` says that this shift would put him above a cap: it then needs a written reason.
    """

    user_id: int
    name: str
    comes_from: str
    near: str
    km: float | None
    hours: float
    shifts: int
    nights: int
    over_cap: bool = False


def repairs(scope: Scope, found: Sequence[Gap], most: int = 1) -> dict[Gap, list[Repair]]:
    """For each gap with a post, up to `most` people of the county: those within the cap, nearest first, then others.

    Only for gaps in the scope.
    """
    asked = [gap for gap in found if gap.post_id is not None and gap.area in scope.jurisdiction]
    rows = fetch(
        SQL["repairs"],
        {
            "posts": [gap.post_id for gap in asked],
            "since": [gap.since for gap in asked],
            "until": [gap.until for gap in asked],
            "rest": REST,
            "zone": str(clock.CIVIL),
            "most": most + SPARE,
        },
    )
    near: dict[Gap, list[Repair]] = defaultdict(list)
    for n, user, name, source, rank, km, hours, shifts, nights in rows:
        if all(one.user_id != user for one in near[asked[n - 1]]):
            near[asked[n - 1]].append(Repair(user, name, source, NEAR[rank], km, hours, shifts, nights))
    return _within_cap(near, most)


def _within_cap(near: dict[Gap, list[Repair]], most: int) -> dict[Gap, list[Repair]]:
    """The first `most` of each gap who stay within the cap; where they are fewer, the first who would not."""
    within: dict[Gap, list[Repair]] = {gap: [] for gap in near}
    above: dict[Gap, list[Repair]] = {gap: [] for gap in near}
    while tried := [(gap, one) for gap, people in near.items() for one in people[: most - len(within[gap])]]:
        near = {gap: people[most - len(within[gap]) :] for gap, people in near.items()}
        changes = [Change([Duty(one.user_id, gap.since, gap.until, gap.area)]) for gap, one in tried]
        for (gap, one), over in zip(tried, above_cap(changes), strict=True):
            (above if over else within)[gap].append(replace(one, over_cap=bool(over)))
    return {gap: [*people, *above[gap]][:most] for gap, people in within.items()}
