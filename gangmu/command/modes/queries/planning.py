"""A plan worked out from what is there now: ground, open tasks, who answers, who can be sent. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from gangmu.casework.queries import open_by_place
from gangmu.command.modes.queries.people import grounds_of, lies_in, pools_of, routine_of, trios_of
from gangmu.command.modes.rules.dividing import Cell, divide, in_one_piece, joined, load_of, shared_out
from gangmu.command.modes.rules.staffing import Routine, Seat, Trio, staffed
from gangmu.ground.territory.queries import (
    GridInfo,
    Unit,
    children,
    county_unit_of,
    grids_of,
    outlines,
    unit_of,
)
from gangmu.ground.territory.rules.borders import neighbours
from gangmu.kernel.area import Jurisdiction, floor_to
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope


class PlannedTrio(NamedTuple):
    """An emergency trio to be: its ground, the people there, its load."""

    code: str
    name: str
    village: Unit
    areas: tuple[int, ...]
    population: int
    load: int


@dataclass(slots=True)
class PlannedTown:
    """A town to be switched: its trios, how many work there now and what the heaviest of those carries."""

    unit: Unit
    trios_before: int
    heaviest_before: int
    trios: list[PlannedTrio] = field(default_factory=list)


@dataclass(slots=True)
class Planned:
    """All of it; `warnings` are (code, area)."""

    towns: list[PlannedTown]
    seats: list[Seat]
    warnings: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Village:
    """What is known of a village: its grids with their loads, people and load of each piece, points, outlines."""

    unit: Unit
    cells: list[Cell]
    people: Mapping[int, int]
    loads: Mapping[int, int]
    points: Mapping[int, tuple[float, float]]
    shapes: Mapping[int, dict[str, Any]]

    @property
    def load(self) -> int:
        """What all of it weighs."""
        return sum(cell.load for cell in self.cells)


def towns_of(scope: Scope, areas: Collection[int]) -> list[Unit]:
    """The towns of these keys, in their order. Refused: towns_missing, not_found (a town is not the scope's)."""
    if not areas:
        raise Refused("towns_missing")
    found = [unit_of(area, "town") for area in sorted(areas)]
    if not all(town and town.area in areas and town.jurisdiction <= scope.jurisdiction for town in found):
        raise Refused("not_found")
    return [town for town in found if town]


class Planning:
    """A plan being worked out, town by town, each in a transaction of its own if the caller likes."""

    def __init__(self, scope: Scope, wanted: Mapping[int, int], *, anew: bool) -> None:
        """`wanted`: lowest key of a town → how many trios; read only if the ground is divided `anew`.

        Refused: towns_missing, not_found.
        """
        self.scope, self.wanted, self.anew = scope, wanted, anew
        self.towns = towns_of(scope, wanted)
        self.made: list[PlannedTown] = []
        self.laid, self.routine = _laid_down(self.towns), routine_of(self.towns)
        self.by_village: dict[int, list[Routine]] = defaultdict(list)
        for body in self.routine.values():
            self.by_village[body.village].append(body)
        self.warnings = [
            ("members_away", village)
            for village, some in self.by_village.items()
            if any(body.away for body in some)
        ]

    def add(self, town: Unit) -> None:
        """Give a town its trios. Refused: trios_out_of_range(town, least, most)."""
        villages = _villages(self.scope, town)
        carried = [_carried(body, one) for one in villages for body in self.by_village[one.unit.area]]
        one = PlannedTown(town, len(carried), max(carried, default=0))
        if self.anew:
            one.trios = _divided(town, villages, self.wanted[town.area], self.laid, self.warnings)
        else:
            one.trios = [
                trio for village in villages for trio in _as_laid_down(village, self.laid, self.warnings)
            ]
        self.made.append(one)

    def finish(self) -> Planned:
        """Say who sits where."""
        trios = [_to_staff(town, trio) for town in self.made for trio in town.trios]
        seats = staffed(trios, self.routine.values(), pools_of(self.scope))
        return Planned(self.made, seats, self.warnings)


def _villages(scope: Scope, town: Unit) -> list[Village]:
    """The villages of a town with what lies on them."""
    where = town.jurisdiction
    tasks = open_by_place(scope.narrowed(where))
    groups: dict[int, list[GridInfo]] = defaultdict(list)
    for group in grids_of(where, "group"):
        groups[floor_to(group.area, "grid")].append(group)
    grids: dict[int, list[GridInfo]] = defaultdict(list)
    for grid in grids_of(where):
        grids[floor_to(grid.area, "village")].append(grid)
    shapes: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    for one in outlines(where):
        shapes[floor_to(one.area, "village")][one.area] = one.geometry
    return [
        _village(unit, grids[unit.area], groups, tasks, shapes[unit.area]) for unit in children(town.code)
    ]


def _village(
    unit: Unit,
    grids: Sequence[GridInfo],
    groups: Mapping[int, Sequence[GridInfo]],
    tasks: Mapping[int, int],
    shapes: Mapping[int, dict[str, Any]],
) -> Village:
    pieces = [*grids, *(group for grid in grids for group in groups.get(grid.area, ()))]
    people = {one.area: one.population for one in pieces}
    loads = {area: load_of(n, tasks.get(area, 0)) for area, n in people.items()}
    cells = []
    for grid in grids:
        parts = tuple((group.area, loads[group.area]) for group in groups.get(grid.area, ()))
        of_parts = sum(load for _, load in parts) + load_of(0, tasks.get(grid.area, 0))
        cells.append(Cell(grid.area, of_parts if parts else loads[grid.area], parts))
    if not cells:
        area, living = unit.area, unit.population or 0
        people, loads = {area: living}, {area: load_of(living, tasks.get(area, 0))}
        cells = [Cell(area, loads[area])]
    points = {
        g.area: (g.longitude, g.latitude) for g in grids if g.longitude is not None and g.latitude is not None
    }
    return Village(unit, cells, people, loads, points, shapes)


def _borders(village: Village) -> tuple[dict[int, set[int]], int]:
    """The borders of a village's grids, and how many links bridge what does not hang together."""
    areas = [cell.area for cell in village.cells]
    if len(areas) == 1:
        return {areas[0]: set()}, 0
    return joined(areas, neighbours(village.shapes), village.points)


def _carried(body: Routine, village: Village) -> int:
    return sum(cell.load for cell in village.cells if cell.area in body.areas)


def _divided(
    town: Unit,
    villages: Sequence[Village],
    wanted: int,
    laid: Mapping[int, Mapping[str, tuple[str, list[int]]]],
    warnings: list[tuple[str, int]],
) -> list[PlannedTrio]:
    most = {v.unit.code: sum(len(cell.atoms) for cell in v.cells) for v in villages}
    if not len(villages) <= wanted <= sum(most.values()):
        raise Refused("trios_out_of_range", town=town.name, least=len(villages), most=sum(most.values()))
    given = shared_out({v.unit.code: v.load for v in villages}, most, wanted)
    trios = []
    for village in villages:
        borders, links = _borders(village)
        if links:
            warnings.append(("in_pieces", village.unit.area))
        known = [(code, name) for code, (name, _areas) in laid.get(village.unit.area, {}).items()]
        parts = divide(village.cells, borders, given[village.unit.code])
        for n, areas in enumerate(parts):
            code, name = known[n] if n < len(known) else _named(village.unit, n + 1, known)
            trios.append(_trio(village, code, name, areas))
    return trios


def _named(village: Unit, number: int, known: Sequence[tuple[str, str]]) -> tuple[str, str]:
    code = f"{village.code}E{number:02d}"
    if any(code == other for other, _ in known):
        code = f"{village.code}F{number:02d}"
    return code, f"{village.short_name}应急三人小组{number:02d}"


def _as_laid_down(
    village: Village,
    laid: Mapping[int, Mapping[str, tuple[str, list[int]]]],
    warnings: list[tuple[str, int]],
) -> list[PlannedTrio]:
    known = laid.get(village.unit.area, {})
    atoms = {area for cell in village.cells for area, _ in cell.atoms}
    if not known:
        warnings.append(("nothing_laid_down", village.unit.area))
        code, name = _named(village.unit, 1, [])
        return [_trio(village, code, name, sorted(atoms))]
    if atoms - {area for _name, areas in known.values() for area in areas}:
        warnings.append(("laid_down_in_part", village.unit.area))
    borders, _links = _borders(village)
    for _name, areas in known.values():
        if not areas:
            warnings.append(("without_ground", village.unit.area))
        elif not in_one_piece({floor_to(area, "grid") for area in areas}, borders):
            warnings.append(("in_pieces", village.unit.area))
    return [_trio(village, code, name, areas) for code, (name, areas) in known.items()]


def _trio(village: Village, code: str, name: str, areas: Sequence[int]) -> PlannedTrio:
    people = sum(village.people.get(area, 0) for area in areas)
    whole = {cell.area: cell for cell in village.cells}
    load = sum(village.loads.get(area, 0) for area in areas)
    # What is known to the grid only weighs on whoever has its first group, for it is his.
    for grid in {floor_to(area, "grid") for area in areas if area not in whole}:
        cell = whole.get(grid)
        if cell is not None and cell.parts and min(area for area, _ in cell.parts) in areas:
            load += cell.load - sum(part for _, part in cell.parts)
    return PlannedTrio(code, name, village.unit, tuple(areas), people, load)


def _to_staff(town: PlannedTown, trio: PlannedTrio) -> Trio:
    county = county_unit_of(town.unit.area)
    point = _point(trio.village)
    return Trio(
        trio.code,
        trio.village.area,
        town.unit.area,
        county.code if county else "",
        trio.areas,
        trio.load,
        point,
    )


def _point(unit: Unit) -> tuple[float, float] | None:
    return None if unit.longitude is None or unit.latitude is None else (unit.longitude, unit.latitude)


def _laid_down(towns: Sequence[Unit]) -> dict[int, dict[str, tuple[str, list[int]]]]:
    """Village → code of an emergency trio → (name, its ground), in the order of their codes."""
    found: dict[int, dict[str, tuple[str, list[int]]]] = {}
    for village, code, name in trios_of(towns, "emergency").values_list("lo", "code", "name"):
        if lies_in(towns, village):
            found.setdefault(village, {})[code] = (name, [])
    for village, code, area in grounds_of(towns, "emergency").values_list("body__lo", "body__code", "area"):
        if lies_in(towns, village):
            found[village][code][1].append(area)
    return found


def everything_of(towns: Iterable[Unit]) -> Jurisdiction:
    """The ground of several towns as one, the rest of what lies between them being holes."""
    pieces = sorted(piece for town in towns for piece in town.jurisdiction.pieces)
    holes = [(a[1], b[0]) for a, b in pairwise(pieces) if a[1] < b[0]]
    return Jurisdiction(pieces[0][0], pieces[-1][1], tuple(holes))
