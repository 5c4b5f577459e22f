"""A plan worked out from what is there now: ground, open tasks, who answers, who can be sent. Nothing is written."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from gangmu.casework.queries import open_by_place
from gangmu.command.modes.models import PlanSeat
from gangmu.command.modes.rules.dividing import Cell, divide, in_one_piece, joined, load_of, shared_out
from gangmu.command.modes.rules.staffing import Member, Pool, Routine, Seat, Trio, staffed
from gangmu.ground.organization.models import Body, Ground, Holding
from gangmu.ground.organization.rules import LINE_OF
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
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, floor_to
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

ROLE_OF = {line: role for role, line in LINE_OF.items()}


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
    """What is known of a village: its grids with their loads, the people and loads of each piece, points."""

    unit: Unit
    cells: list[Cell]
    people: Mapping[int, int]
    loads: Mapping[int, int]
    points: Mapping[int, tuple[float, float]]

    @property
    def load(self) -> int:
        """What all of it weighs."""
        return sum(cell.load for cell in self.cells)


def planned(scope: Scope, wanted: Mapping[int, int], *, anew: bool) -> Planned:
    """Work a plan out for towns (lowest key → how many trios; read only if the ground is divided `anew`).

    Refused: towns_missing, not_found (a town is not the scope's), trios_out_of_range(town, least, most).
    """
    if not wanted:
        raise Refused("towns_missing")
    towns = [unit_of(area, "town") for area in sorted(wanted)]
    if not all(town and town.area in wanted and town.jurisdiction <= scope.jurisdiction for town in towns):
        raise Refused("not_found")
    found = [town for town in towns if town]
    warnings: list[tuple[str, int]] = []
    made = []
    laid, routine = _laid_down(found), _routine(found)
    for town in found:
        villages = [_village(scope, unit) for unit in children(town.code)]
        here = [body for body in routine.values() if body.village in town.jurisdiction]
        one = PlannedTown(town, len(here), max((_carried(body, villages) for body in here), default=0))
        if anew:
            one.trios = _divided(town, villages, wanted[town.area], laid, warnings)
        else:
            one.trios = [trio for village in villages for trio in _as_laid_down(village, laid, warnings)]
        made.append(one)
    seats = staffed(
        [_to_staff(town, trio) for town in made for trio in town.trios], routine.values(), _pools(scope)
    )
    return Planned(made, seats, warnings)


def _village(scope: Scope, unit: Unit) -> Village:
    where = unit.jurisdiction
    tasks = open_by_place(scope.narrowed(where))
    groups: dict[int, list[GridInfo]] = defaultdict(list)
    for group in grids_of(where, "group"):
        groups[floor_to(group.area, "grid")].append(group)
    grids = grids_of(where)
    people = {one.area: one.population for one in (*grids, *(g for some in groups.values() for g in some))}
    loads = {area: load_of(n, tasks.get(area, 0)) for area, n in people.items()}
    cells = []
    for grid in grids:
        parts = tuple((group.area, loads[group.area]) for group in groups[grid.area])
        whole = (
            sum(load for _, load in parts) + load_of(0, tasks.get(grid.area, 0))
            if parts
            else loads[grid.area]
        )
        cells.append(Cell(grid.area, whole, parts))
    points = {
        g.area: (g.longitude, g.latitude) for g in grids if g.longitude is not None and g.latitude is not None
    }
    if not cells:
        people, loads = (
            {where.lo: unit.population or 0},
            {where.lo: load_of(unit.population or 0, sum(tasks.values()))},
        )
        cells = [Cell(where.lo, loads[where.lo])]
    return Village(unit, cells, people, loads, points)


def _borders(village: Village) -> tuple[dict[int, set[int]], int]:
    """The borders of a village's grids, and how many links bridge what does not hang together."""
    areas = [cell.area for cell in village.cells]
    if len(areas) == 1:
        return {areas[0]: set()}, 0
    known = neighbours({one.area: one.geometry for one in outlines(village.unit.jurisdiction)})
    return joined(areas, known, village.points)


def _carried(body: Routine, villages: Iterable[Village]) -> int:
    village = next((v for v in villages if v.unit.area == body.village), None)
    return sum(cell.load for cell in village.cells if cell.area in body.areas) if village else 0


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
        if not in_one_piece({floor_to(area, "grid") for area in areas}, borders):
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


def _on(towns: Sequence[Unit], area: int) -> bool:
    return any(area in town.jurisdiction for town in towns)


def _laid_down(towns: Sequence[Unit]) -> dict[int, dict[str, tuple[str, list[int]]]]:
    """Village → code of an emergency trio → (name, its ground), in the order of their codes."""
    found: dict[int, dict[str, tuple[str, list[int]]]] = {}
    rows = _grounds(towns, "emergency").values_list("body__lo", "body__code", "body__name", "area")
    for village, code, name, area in rows:
        if _on(towns, village):
            found.setdefault(village, {}).setdefault(code, (name, []))[1].append(area)
    return found


def _grounds(towns: Sequence[Unit], mode: str) -> Any:
    today = clock.today()
    rows = Ground.objects.filter(
        mode=mode, valid__contains=today, body__valid__contains=today,
        body__lo__gte=towns[0].jurisdiction.lo, body__lo__lt=towns[-1].jurisdiction.hi,
    )  # fmt: skip
    return rows.order_by("body__code", "area")


def _routine(towns: Sequence[Unit]) -> dict[int, Routine]:
    """The routine trios of the towns with who holds their posts today."""
    grounds: dict[int, tuple[str, int, set[int]]] = {}
    for body, code, village, area in _grounds(towns, "routine").values_list(
        "body", "body__code", "body__lo", "area"
    ):
        if _on(towns, village):
            grounds.setdefault(body, (code, village, set()))[2].add(area)
    members: dict[int, list[Member]] = defaultdict(list)
    held = Holding.objects.filter(
        post__body__in=list(grounds), valid__contains=clock.today(), user__is_active=True
    ).order_by("deputy", "pk")
    for body, user, role, post, deputy in held.values_list(
        "post__body", "user", "post__role", "post", "deputy"
    ):
        members[body].append(Member(user, role, post, deputy))
    return {
        body: Routine(code, village, areas, members[body]) for body, (code, village, areas) in grounds.items()
    }


def _pools(scope: Scope) -> list[Pool]:
    """The reserves of the scope's ground without those who are sent already, by unit and role."""
    where, today = scope.jurisdiction, clock.today()
    away = PlanSeat.objects.filter(
        user__isnull=False, trio__town__activated_at__isnull=False, trio__town__ended_at=None
    )
    held = Holding.objects.filter(
        post__body__kind=Body.Kind.RESERVE, post__body__valid__contains=today, valid__contains=today, deputy=False,
        post__line__in=ROLE_OF, user__is_active=True, post__body__lo__gte=where.lo, post__body__lo__lt=where.hi,
    ).exclude(user__in=away.values("user"))  # fmt: skip
    pools: dict[tuple[int, str], Pool] = {}
    rows = held.select_related("post__body__division").order_by("post__body__lo", "user")
    for holding in rows:
        body = holding.post.body
        if not body.jurisdiction <= where:
            continue
        key = (body.pk, ROLE_OF[holding.post.line])
        if key not in pools:
            pools[key] = _pool(body, key[1])
        pools[key].people.append((holding.user_id, holding.post_id))
    return list(pools.values())


def _pool(body: Body, role: str) -> Pool:
    county, division = county_unit_of(body.lo), body.division
    point = None
    if division.longitude is not None and division.latitude is not None:
        point = (division.longitude, division.latitude)
    town = body.lo if division.level == "town" else None
    return Pool(role, town, county.code if county else "", deque(), point)


def everything_of(towns: Iterable[Unit]) -> Jurisdiction:
    """The ground of several towns as one, the rest of what lies between them being holes."""
    pieces = sorted(piece for town in towns for piece in town.jurisdiction.pieces)
    holes = [(a[1], b[0]) for a, b in pairwise(pieces) if a[1] < b[0]]
    return Jurisdiction(pieces[0][0], pieces[-1][1], tuple(holes))
