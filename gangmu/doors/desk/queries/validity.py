"""Red trios and empty seats as the desk lists them: in words, with the nearest who could help and his load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.casework.queries import claimed_by_each
from gangmu.doors.desk.queries.ground import gap_text
from gangmu.ground.organization.models import Line, Role
from gangmu.ground.organization.queries import Gap, Repair, gaps, repairs, uncovered
from gangmu.ground.organization.rules import SEATS
from gangmu.ground.territory.queries import Unit, children, county_units, unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

OFFERED = 500
NEAR = {
    "own": gettext_noop("holds this post"),
    "village": gettext_noop("same village"),
    "town": gettext_noop("same town"),
    "reserve": gettext_noop("reserve"),
    "county": gettext_noop("same county"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could fill a seat; `tasks` are what he has claimed and not done yet on the reader's ground."""

    repair: Repair
    tasks: int

    @property
    def near(self) -> str:
        """How near he stands, in words, with the distance where it is known."""
        words = _(NEAR[self.repair.near])
        return words if self.repair.km is None else f"{words} · {self.repair.km:.1f} km"


@dataclass(frozen=True, slots=True)
class GapLine:
    """An empty seat as a list shows it."""

    gap: Gap
    seat: str
    why: list[str]
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Week:
    """The coming seven days of a ground: every gap, and what they come to."""

    gaps: list[Gap]
    red_now: int
    red: int
    office_minutes: int
    headless_minutes: int


def ground_asked(scope: Scope, code: str) -> tuple[Scope, Unit | None]:
    """The part of the scope that a unit's code names; the whole scope for '' and for what does not lie in it."""
    unit = unit_by_code(code) if code else None
    if unit is None or not unit.jurisdiction <= scope.jurisdiction:
        return scope, None
    return scope.narrowed(unit.jurisdiction), unit


def units_below(scope: Scope, unit: Unit | None) -> list[Unit]:
    """What a list can be narrowed to: the counties of the scope, or the towns of the county that is shown or seen."""
    where = scope.jurisdiction
    counties = [one for one in county_units() if one.jurisdiction <= where]
    if unit is None and len(counties) > 1:
        return counties
    at = unit if unit is not None and unit.level == "county" else None
    above = [at] if at else counties or [one for one in county_units() if where <= one.jurisdiction]
    towns = [town for one in above for town in children(one.code) if town.jurisdiction <= where]
    return [town for town in towns if unit is None or unit.level == "county" or town.code == unit.code]


def seat_name(role: str, line: str) -> str:
    """A seat in words: its role, and its line where a body has several of the role."""
    words = str(dict(Role.choices).get(role, role))
    return f"{words} · {dict(Line.choices)[line]}" if line else words


def week_of(scope: Scope) -> Week:
    """All gaps of the coming seven days and their sums."""
    now = clock.now()
    found = gaps(scope, now)
    trios = [gap for gap in found if gap.kind == "trio"]
    offices = Counter[str]()
    for _body, _name, since, until in uncovered(found, len(SEATS["joint_office"])):
        offices["empty"] += (until - since) // timedelta(minutes=1)
    for gap in found:
        if gap.kind == "joint_office" and gap.in_charge:
            offices["headless"] += (gap.until - gap.since) // timedelta(minutes=1)
    red_now = {gap.body_id for gap in trios if gap.since <= now}
    return Week(
        found, len(red_now), len({gap.body_id for gap in trios}), offices["empty"], offices["headless"]
    )


def lines_of(scope: Scope, found: Sequence[Gap], most: int = 1) -> list[GapLine]:
    """Gaps in words, each with up to `most` people who could fill it: nearest first, then the less loaded.

    People are looked for to the first OFFERED gaps only: where more is empty, single repairs are not the answer.
    """
    offered = repairs(scope, found[:OFFERED], most)
    tasks = claimed_by_each(scope, {one.user_id for many in offered.values() for one in many})
    lines = []
    for gap in found:
        many = [Candidate(one, tasks.get(one.user_id, 0)) for one in offered.get(gap, ())]
        many.sort(key=_load)
        why = [gap_text(f"{reason}:{gap.role}") for reason in gap.reasons]
        lines.append(GapLine(gap, seat_name(gap.role, gap.line), why, many))
    return lines


def _load(one: Candidate) -> tuple[bool, int, int, float, int]:
    """Within the cap first; nearest by kind and by ten kilometres; then fewer hours and fewer open tasks."""
    order = list(NEAR).index(one.repair.near)
    return one.repair.over_cap, order, int((one.repair.km or 0) // 10), one.repair.hours, one.tasks
