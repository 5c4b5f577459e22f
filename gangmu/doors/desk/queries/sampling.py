"""What the pages of sampling offer to choose from, and a laboratory's file as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import BinaryIO

from gangmu.control.intake.rules import UnreadableFile, read_sheet
from gangmu.control.sampling.models import KeyPlace
from gangmu.control.sampling.queries import places_in
from gangmu.control.sampling.rules.lists import Line, Wrong, read_lines
from gangmu.doors.desk.queries.words import problem_text
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import open_incidents, pack_of
from gangmu.ground.territory.queries import Unit, children, division_of, unit_by_code
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

Choices = list[tuple[str, str]]


def incident_choices(scope: Scope) -> Choices:
    """The open incidents of the ground whose rules sample in rounds."""
    return [(str(one.pk), one.name) for one in _sampled(scope)]


def incident_of(scope: Scope, number: str) -> Incident:
    """One of them; Refused('sampling_not_in_pack')."""
    found = next((one for one in _sampled(scope) if str(one.pk) == number), None)
    if found is None:
        raise Refused("sampling_not_in_pack")
    return found


def _sampled(scope: Scope) -> list[Incident]:
    return [one for one in open_incidents(scope) if pack_of(one).sampling is not None]


def unit_choices(scope: Scope, *, villages: bool = False) -> Choices:
    """The units of the ground from the widest down to villages, each indented below its own; or the villages alone."""
    unit = division_of(scope.jurisdiction.lo)
    while unit is not None and not scope.jurisdiction <= unit.jurisdiction:
        unit = unit_by_code(unit.parent)
    found = [] if unit is None else list(_down(unit, 0, deep=villages or unit.level in ("town", "village")))
    own = [(one, depth) for one, depth in found if one.jurisdiction <= scope.jurisdiction]
    if villages:
        return [(one.code, one.name) for one, _depth in own if one.level == "village"]
    return [(one.code, "　" * depth + one.name) for one, depth in own]


def _down(unit: Unit, depth: int, *, deep: bool) -> Iterable[tuple[Unit, int]]:
    """Villages are shown below a town, or a list of a county would have hundreds."""
    yield unit, depth
    for one in children(unit.code):
        if deep or one.level != "village":
            yield from _down(one, depth + 1, deep=deep)


def village_area(code: str) -> int:
    """The area of a village; Refused('area_missing')."""
    unit = unit_by_code(code)
    if unit is None:
        raise Refused("area_missing")
    return unit.area


def place_choices(scope: Scope) -> Choices:
    """The key places of the ground."""
    return [(str(one.pk), one.name) for one in places_in(scope)]


def place_of(scope: Scope, number: str) -> KeyPlace | None:
    """One of them, or none."""
    return next((one for one in places_in(scope) if str(one.pk) == number), None)


def lines_of(
    file: BinaryIO, filename: str, language: str
) -> tuple[Callable[[datetime], tuple[list[Line], list[Wrong]]] | None, str]:
    """A file of results as lines to be read at a moment; or None and what is wrong with the file, in words."""
    try:
        sheet = read_sheet(file.read(), filename)
        rows = [(row.number, row.cells) for row in sheet.rows()]
    except UnreadableFile as unreadable:
        problem = unreadable.problem
        said = {"code": problem.code, "value": problem.value, "params": list(problem.params)}
        return None, problem_text(said, language)
    return lambda now: read_lines(sheet.header, sheet.header_row, rows, now), ""
