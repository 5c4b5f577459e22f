"""The organization in words: what is wrong with a body, a unit's chart, who answers for which unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.casework.queries import open_by_place
from gangmu.doors.desk.queries.validity import seat_name
from gangmu.ground.organization.queries import (
    Answerable,
    Team,
    bodies_of,
    guarantees,
    owners,
    red_trios,
    teams,
)
from gangmu.ground.territory.queries import (
    Unit,
    children,
    county_units,
    division_of,
    grids_of,
    unit_by_code,
)
from gangmu.kernel.area import floor_to
from gangmu.kernel.scope import Scope

WRONG = {
    "seat_missing": gettext_noop("no such seat: %(seat)s"),
    "in_charge": gettext_noop("not exactly one in charge"),
    "vacant": gettext_noop("vacant: %(seat)s"),
    "no_deputy": gettext_noop("no deputy named: %(seat)s"),
}


@dataclass(frozen=True, slots=True)
class Below:
    """A unit below the one shown, and how many of its trios are red now."""

    unit: Unit
    red: int


def wrong_text(code: str) -> str:
    """What is wrong with a body, in words."""
    what, _colon, seat = code.partition(":")
    role, _colon, line = seat.partition(":")
    return _(WRONG[what]) % {"seat": seat_name(role, line)}


def unit_shown(scope: Scope, code: str) -> Unit:
    """The unit that a page is about: the one asked for if it lies in the scope, else the reader's own."""
    asked = unit_by_code(code) if code else None
    if asked is not None and asked.jurisdiction <= scope.jurisdiction:
        return asked
    where = scope.jurisdiction
    own = next((one for one in county_units() if one.jurisdiction == where), None) or division_of(where.lo)
    if own is None:
        raise LookupError(f"no unit at {where.lo}")
    return own


def crumbs_of(scope: Scope, unit: Unit) -> list[tuple[str, str]]:
    """The units above the one shown, as far as the reader's own."""
    above: list[Unit] = []
    at = unit_by_code(unit.parent)
    while at is not None and at.jurisdiction <= scope.jurisdiction:
        above.insert(0, at)
        at = unit_by_code(at.parent)
    return [*((one.name, f"?unit={one.code}") for one in above), (unit.name, "")]


def chart_of(scope: Scope, unit: Unit, line: str, on: date | None) -> list[Team]:
    """The bodies of a unit with their seats, of one line if given."""
    found = teams(bodies_of(scope, unit, on), on, line)
    return [team for team in found if team.seats or not line]


def below(scope: Scope, unit: Unit) -> list[Below]:
    """The units below, with how many trios are red now in each."""
    red = [trio.area for trio in red_trios(scope.narrowed(unit.jurisdiction))]
    return [
        Below(one, sum(area in one.jurisdiction for area in red))
        for one in children(unit.code)
        if one.jurisdiction <= scope.jurisdiction
    ]


class GridHeld(NamedTuple):
    """A grid, the trio that owns it ('' if none does), and how many tasks are open there."""

    area: int
    name: str
    population: int
    trio: str
    open: int


def grids_held(scope: Scope, unit: Unit) -> list[GridHeld]:
    """The grids of a village, by the trios that own them today."""
    where = unit.jurisdiction
    names = {body.pk: body.name for body in bodies_of(scope, unit)}
    known, tasks = owners(), open_by_place(scope.narrowed(where))
    held = [
        GridHeld(
            grid.area, grid.name, grid.population, names.get(known.get(grid.area, 0), ""),
            sum(n for area, n in tasks.items() if floor_to(area, "grid") == grid.area),
        )
        for grid in grids_of(where)
    ]  # fmt: skip
    return sorted(held, key=lambda one: (one.trio, one.area))


def answerable(scope: Scope, tier: str, on: date | None) -> list[Answerable]:
    """Towns, villages or grids of the scope with who answers for each; those without anybody first."""
    return guarantees(scope, tier, _areas(scope, tier), on)


def _areas(scope: Scope, tier: str) -> Sequence[int]:
    if tier == "grid":
        return [grid.area for grid in grids_of(scope.jurisdiction)]
    towns = [town for county in county_units() for town in children(county.code)]
    if tier == "town":
        return [town.area for town in towns]
    return [village.area for town in towns for village in children(town.code)]


def unit_above(area: int, tier: str) -> Unit | None:
    """The unit whose posts may answer for an area of a tier."""
    found = division_of(area)
    if found is None or tier == "grid":
        return found
    return unit_by_code(found.parent)
