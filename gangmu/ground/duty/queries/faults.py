"""What is wrong with a roster: seats that stay empty, rules that it breaks; the illegal apart from the unkind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gangmu.ground.duty.models import Roster
from gangmu.ground.duty.queries.plan import change_by, gaps_of, seats_of
from gangmu.ground.duty.queries.problem import Asked, asked
from gangmu.ground.duty.rules import Violation, check
from gangmu.ground.duty.rules.problem import VEHICLE
from gangmu.ground.duty.rules.weeks import PART, PARTS, Gap, place_of, shift_span
from gangmu.ground.organization.models import Post
from gangmu.ground.organization.queries import Above, above_cap
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

ILLEGAL = frozenset({"group", "unknown", "leave", "rest", "twice"})
"""What no roster is published with; nights in a row and the rest are warned about."""


@dataclass(frozen=True)
class Faults:
    """Empty seats and broken rules of a roster not over yet; `walking`: cells without the vehicle they need."""

    posts: list[Post]
    gaps: list[Gap]
    illegal: list[Violation]
    unkind: list[Violation]
    walking: list[Violation]


def faults_of(scope: Scope, roster: Roster, bodies: Iterable[int] | None = None) -> Faults:
    """What is wrong with a roster, or with some of its bodies."""
    return faults_in(roster, asked(scope, roster, bodies))


def faults_in(roster: Roster, wanted: Asked) -> Faults:
    """The same of what has been read already."""
    begins = max(roster.span[0], clock.now())
    if begins > roster.span[0]:  # the running shift is as it is
        begins = shift_span(*place_of(begins))[1]
    gaps = [
        Gap(gap.body_id, gap.key, max(gap.begins, begins), gap.ends)
        for gap in gaps_of(wanted.posts, wanted.cells, roster)
        if gap.ends > begins
    ]
    found = [
        one
        for one in check(wanted.strict, wanted.assignments())
        # Who is above the cap is named by `above_of`, by the shifts as they are and not by whole cells.
        if one.code not in ("locked", "cap") and (one.day is None or _begin(roster, one) >= begins)
    ]
    needed = {(one.day, one.shift, one.group) for one in wanted.strict.among}
    driving = {person.key for person in wanted.strict.people if VEHICLE in person.skills}
    walking = [
        Violation(VEHICLE, one.person, one.day, one.shift)
        for one in sorted(wanted.assignments())
        if (one.day, one.shift, one.group) in needed and one.person not in driving
    ]
    illegal = [one for one in found if one.code in ILLEGAL]
    unkind = [one for one in found if one.code not in ILLEGAL]
    return Faults(wanted.posts, gaps, illegal, unkind, walking)


def above_of(scope: Scope, roster: Roster) -> list[Above]:
    """Who would carry more than the cap if the roster were published now, by name."""
    (above,) = above_cap([change_by(scope, roster, seats_of(roster))])
    return above


def _begin(roster: Roster, one: Violation) -> datetime:
    """When the shift begins in which a broken rule shows."""
    return shift_span(roster.begins + timedelta(days=one.day or 0), PART.get(one.shift, PARTS[-1]))[0]
