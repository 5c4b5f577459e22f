"""How a piece of ground stands: its units, the worst first, and a map of its grids. Read from the tally (ADR 14)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from gangmu.casework.queries import FIGURES, open_by_grid, standing
from gangmu.casework.states import STILL_OPEN
from gangmu.ground.territory.queries import (
    Unit,
    children,
    division_of,
    grids_of,
    outlines,
    unit_by_code,
    unit_of,
    version,
)
from gangmu.ground.territory.rules.drawing import path, projection, rings
from gangmu.kernel.area import LEVEL_DIGITS, MAX_AREA
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

NEXT = {"city": "county", "county": "town", "town": "village", "village": "grid"}
STEPS = (1, 5, 15, 30)  # open tasks of a grid from which it is drawn a shade darker
WIDTH, HEIGHT, MARGIN = 6400, 4400, 40  # of the map, in its own units
NOWHERE = -1
_OPEN = tuple(FIGURES.index(status) for status in STILL_OPEN)
_NOTHING = (0,) * len(FIGURES)


@dataclass(frozen=True, slots=True)
class Line:
    """How one unit, or one grid, stands: `numbers` in the order of FIGURES.

    `code` is the unit's or grid's own; it and `name` are '' for what is not known so far down.
    """

    code: str
    name: str
    area: int
    numbers: tuple[int, ...]

    @property
    def figures(self) -> dict[str, int]:
        """The numbers by their names: states of tasks, late, released today."""
        return dict(zip(FIGURES, self.numbers, strict=True))

    @property
    def unfinished(self) -> int:
        """All that is still open."""
        return sum(self.numbers[at] for at in _OPEN)


@dataclass(frozen=True, slots=True)
class Board:
    """A unit, the units from the reader's own down to it, and what is below it, the worst first."""

    unit: Unit
    above: list[Unit]
    total: Line
    lines: list[Line]
    incident_id: int | None

    @property
    def below(self) -> str:
        """The level of the lines."""
        return NEXT[self.unit.level]


@dataclass(frozen=True, slots=True)
class Shape:
    """The grids of one line that are of one shade (0 to len(STEPS)) as the data of an SVG path."""

    line: Line
    shade: int
    path: str


def board(scope: Scope, code: str = "", incident_id: int | None = None) -> Board:
    """The board of a unit, by default the widest of the scope; Refused('not_found') for one that is not all in it."""
    top = _top(scope)
    unit = unit_by_code(code) if code else top
    if unit is None or top is None or unit.level not in NEXT or not unit.jurisdiction <= scope.jurisdiction:
        raise Refused("not_found")
    line_at, lines = _finder(unit), {line.area: line for line in _below(unit)}
    places = standing(scope.narrowed(unit.jurisdiction), _step(unit), incident_id)
    for place, *numbers in places:
        area = line_at(place)
        line = lines.get(area) or Line("", "", area, _NOTHING)
        lines[area] = replace(line, numbers=_added((line.numbers, numbers)))
    worst = sorted(lines.values(), key=_badness)
    total = Line(unit.code, unit.name, unit.area, _added(line.numbers for line in worst))
    return Board(unit, _line_of(top, unit), total, worst, incident_id)


def map_of(scope: Scope, found: Board) -> list[Shape]:
    """The grids of a board, those of one line and one shade as one shape; empty where no outline is known."""
    line_at = _finder(found.unit)
    open_in = open_by_grid(scope.narrowed(found.unit.jurisdiction), found.incident_id)
    lines = {line.area: line for line in found.lines}
    shapes: dict[tuple[int, int], list[str]] = {}
    for place, drawn in _paths(found.unit.code, version()).items():
        shade = bisect_right(STEPS, open_in.get(place, 0))
        shapes.setdefault((line_at(place), shade), []).append(drawn)
    return [Shape(lines[at], shade, "".join(drawn)) for (at, shade), drawn in shapes.items() if at in lines]


@lru_cache(maxsize=256)
def _paths(code: str, at: tuple[object, ...]) -> dict[int, str]:
    """Grid → path, on a map of one unit; kept until the ground changes."""
    unit = unit_by_code(code)
    found = outlines(unit.jurisdiction) if unit else []
    shapes = {grid.area: rings(grid.geometry) for grid in found}
    draw = projection(shapes.values(), WIDTH, HEIGHT, MARGIN)
    return {area: path(shape, draw) for area, shape in shapes.items()} if draw else {}


def _top(scope: Scope) -> Unit | None:
    """The smallest unit that holds all of a scope."""
    unit = division_of(scope.jurisdiction.lo)
    while unit is not None and not scope.jurisdiction <= unit.jurisdiction:
        unit = unit_by_code(unit.parent)
    return unit


def _line_of(top: Unit, unit: Unit) -> list[Unit]:
    line = [unit]
    while line[0].code != top.code and (parent := unit_by_code(line[0].parent)):
        line.insert(0, parent)
    return line


def _below(unit: Unit) -> list[Line]:
    if unit.level == "village":
        return [Line(f"{g.area // 1000:015d}", g.name, g.area, _NOTHING) for g in grids_of(unit.jurisdiction)]
    return [Line(one.code, one.name, one.area, _NOTHING) for one in children(unit.code)]


def _step(unit: Unit) -> int:
    """Areas that are equal without what is below this are of one line; a town lies in one county, or in one zone."""
    level = NEXT[unit.level]
    return int(MAX_AREA // 10 ** LEVEL_DIGITS["town" if level == "county" else level])


def _finder(unit: Unit) -> Callable[[int], int]:
    """From a grid to the area of its line: below a village itself, else the unit that holds it (NOWHERE: none)."""
    level, step = NEXT[unit.level], _step(unit)
    if level == "grid":
        return lambda area: area

    @cache
    def holder(place: int) -> int:
        held = unit_of(place * step, level)
        return held.area if held else NOWHERE

    return lambda area: holder(area // step)


def _added(parts: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*parts, strict=True))) or _NOTHING


def _badness(line: Line) -> tuple[int, ...]:
    figures = line.figures
    return (-figures["late"], -figures["returned"], -line.unfinished, line.area)
