"""Who answers for the ground that a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.doors.desk.queries.names import place_name
from gangmu.ground.organization.models import Body, Role
from gangmu.ground.organization.queries import Answer, answering, red_trios
from gangmu.kernel import clock
from gangmu.kernel.area import LEVEL_DIGITS, MAX_AREA, area_of
from gangmu.kernel.scope import Scope

TOWN_STEP = MAX_AREA // 10 ** LEVEL_DIGITS["town"]
GAPS = {
    "shift_uncovered": gettext_noop("nobody on shift: %(role)s"),
    "role_missing": gettext_noop("no post: %(role)s"),
    "post_vacant": gettext_noop("post vacant: %(role)s"),
    "absent": gettext_noop("away: %(role)s"),
    "inactive": gettext_noop("account closed: %(role)s"),
    "not_in_post": gettext_noop("on shift without the post: %(role)s"),
    "double_booked": gettext_noop("on duty elsewhere: %(role)s"),
    "no_trio": gettext_noop("no trio for this ground"),
    "no_body": gettext_noop("nobody is named"),
    "outside": gettext_noop("outside the city"),
}


@dataclass(frozen=True, slots=True)
class Trio:
    """A working trio as a list shows it; `gaps` in words, empty when it is whole."""

    pk: int
    name: str
    area: int
    phone: str
    gaps: list[str]

    @property
    def place(self) -> str:
        """Where it works, named only for what is shown: a city has five thousand."""
        return place_name(self.area)


def gap_text(reason: str) -> str:
    """A named gap ('code' or 'code:role') in words."""
    code, _colon, role = reason.partition(":")
    roles = dict(Role.choices)
    return (
        _(GAPS[code]) % {"role": roles.get(role, role)}
        if code in GAPS
        else f"{code} {roles.get(role, role)}".strip()
    )


def trios_of(scope: Scope) -> list[Trio]:
    """The working trios of the scope's ground, those with a gap first."""
    where = scope.jurisdiction
    red = {trio.body_id: [gap_text(reason) for reason in trio.reasons] for trio in red_trios(scope)}
    found = Body.objects.filter(
        kind=Body.Kind.TRIO, mode="routine", lo__gte=where.lo, lo__lt=where.hi, valid__contains=clock.today()
    ).order_by("lo", "code")
    trios = [
        Trio(pk, name, lo, phone, red.get(pk, []))
        for pk, name, lo, phone in found.values_list("pk", "name", "lo", "phone")
        if lo in where
    ]
    return sorted(trios, key=lambda trio: not trio.gaps)


def red_of(scope: Scope) -> list[Trio]:
    """Only the trios with a gap."""
    return [
        Trio(t.body_id, t.name, t.area, "", [gap_text(reason) for reason in t.reasons])
        for t in red_trios(scope)
    ]


def answers_for(scope: Scope, code: str) -> dict[str, Any] | None:
    """Who answers for a grid, village or town now: {answer, place, gaps}; None for what is no code of 9–18 digits."""
    if not (code.isascii() and code.isdigit() and 9 <= len(code) <= 18):
        return None
    answer: Answer = answering(area_of(code))
    return {
        "answer": answer,
        "place": place_name(answer.area),
        "gaps": [gap_text(gap) for gap in answer.gaps],
    }


def level_of_post(scope: Scope) -> str:
    """The level of the headrope at which a post is told of passed deadlines: trio, office, county or city."""
    where = scope.jurisdiction
    width = where.hi - where.lo
    if width >= 10 ** (18 - LEVEL_DIGITS["city"]):
        return "city"
    if width > TOWN_STEP or where.holes:
        return "county"
    return "office" if width == TOWN_STEP else "trio"


def offices_of(towns: Iterable[int]) -> dict[int, str]:
    """Town → its joint office with the phone, in one query."""
    found = Body.objects.filter(
        kind=Body.Kind.JOINT_OFFICE, lo__in=list(towns), valid__contains=clock.today()
    )
    return {lo: f"{name} {phone}".strip() for lo, name, phone in found.values_list("lo", "name", "phone")}
