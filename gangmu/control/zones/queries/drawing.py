"""What somebody wants a zone to be, laid on the ground: its shape, what lies inside, everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gangmu.control.zones.models import Extent
from gangmu.control.zones.rules import (
    Cell,
    Cells,
    House,
    Inside,
    Problem,
    Undrawable,
    circle,
    inside,
    merged,
    points,
    read_shape,
    square_metres,
    written,
)
from gangmu.ground.register.models import Household
from gangmu.ground.territory.models import Building, Grid
from gangmu.ground.territory.queries import (
    known_areas,
    outlines,
    place_label,
    unit_by_code,
    version,
)
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, floor_to, span
from gangmu.kernel.later import Later
from gangmu.kernel.scope import Scope

if TYPE_CHECKING:
    import shapely
    from shapely.geometry.base import BaseGeometry
else:
    shapely = Later("shapely")

OUTSIDE = 0.02  # of a drawing may lie beyond one's ground: outlines do not meet exactly, and hands shake
MOST_LINES = 500
NEAREST = 5  # places named where a door is ambiguous
CITY = Jurisdiction.everything()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was drawn: `text` is GeoJSON for a polygon, keys of grids or lines of doors; `radius` metres of a circle."""

    kind: str
    text: str
    radius: int = 0


@dataclass(frozen=True)
class Drawn:
    """A ground that can be a zone. `area` to `hi` is the smallest unit that holds all of it."""

    kind: str
    geometry: dict[str, Any] | None
    items: list[str]
    area_m2: int | None
    inside: Inside
    area: int
    hi: int
    radius: int = 0  # metres of a circle


def drawn(scope: Scope, asked: Asked) -> Drawn:
    """The ground that is asked for, on the scope's own; Undrawable with everything that is wrong with it."""
    kind = Extent.Kind(asked.kind) if asked.kind in Extent.Kind.values else None
    if kind is None or not asked.text.strip():
        raise Undrawable([Problem("zone_nothing_drawn")])
    if kind == Extent.Kind.POLYGON:
        return of_shape(scope, read_shape(asked.text), kind)
    if kind == Extent.Kind.GRIDS:
        return _of_grids(scope, asked.text)
    places, doors = _doors(scope, asked.text)
    if kind == Extent.Kind.CIRCLE:
        return _of_circle(scope, places, doors, asked.radius)
    return _of_doors(places, doors)


@lru_cache(maxsize=1)
def _cells(at: tuple[object, ...]) -> tuple[Cells, dict[int, int]]:
    """The grids of the whole city, and how many each village has; kept until the ground changes."""
    today = clock.today()
    rows = Grid.objects.filter(kind="comprehensive", outline__isnull=False, valid__contains=today)
    found = [
        Cell(area, shapely.geometry.shape(dict(outline or {})), None if x is None or y is None else (x, y))
        for area, outline, x, y in rows.values_list("area", "outline", "longitude", "latitude")
    ]
    many: dict[int, int] = {}
    for (area,) in Grid.objects.filter(kind="comprehensive", valid__contains=today).values_list("area"):
        many[floor_to(area, "village")] = many.get(floor_to(area, "village"), 0) + 1
    return Cells(found), many


def of_shape(scope: Scope, one: BaseGeometry, kind: str, items: Sequence[str] = ()) -> Drawn:
    """The ground inside a shape; Undrawable if it reaches beyond the scope's, or if nothing lies inside."""
    cells, many = _cells(version())
    beyond = cells.beyond(one, scope.jurisdiction)
    if beyond > OUTSIDE:
        raise Undrawable([Problem("zone_outside", {"percent": f"{beyond * 100:.0f}"})])
    touched = [cell for cell in cells.touched(one) if cell.area in scope.jurisdiction]
    villages = sorted({floor_to(cell.area, "village") for cell in touched})
    found = inside(
        one, touched, _groups(touched), _houses(one, touched), [(v, many.get(v, 0)) for v in villages]
    )
    if not (found.whole or found.loose or found.buildings):
        raise Undrawable([Problem("zone_empty")])
    return Drawn(kind, written(one), list(items), round(square_metres(one)), found, *_held(found.places))


def _groups(touched: Sequence[Cell]) -> list[tuple[int, tuple[float, float] | None]]:
    rows = Grid.objects.filter(
        _under(cell.area for cell in touched), kind="group", valid__contains=clock.today()
    )
    return [
        (area, None if x is None or y is None else (x, y))
        for area, x, y in rows.values_list("area", "longitude", "latitude")
    ]


def _houses(one: BaseGeometry, touched: Sequence[Cell]) -> list[House]:
    west, south, east, north = one.bounds
    near = Q(longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north)
    rows = Building.objects.filter(_under(cell.area for cell in touched) | near)
    return [
        House(pk, area, None if x is None or y is None else (x, y))
        for pk, area, x, y in rows.values_list("pk", "area", "longitude", "latitude")
    ]


def _under(areas: Iterable[int]) -> Q:
    """Rows below any of these grids."""
    return _ranged(merged(span(area, "grid") for area in areas))


def _ranged(ranges: Iterable[tuple[int, int]]) -> Q:
    found = Q(pk__in=[])
    for lo, hi in ranges:
        found |= Q(area__gte=lo, area__lt=hi)
    return found


def _of_grids(scope: Scope, text: str) -> Drawn:
    """Whole grids, village groups, villages or towns, by their codes."""
    grounds, problems = [], []
    for number, word in enumerate(text.replace(",", " ").split(), start=1):
        ground = _ground_of(word)
        if ground is None or not ground <= scope.jurisdiction:
            problems.append(Problem("zone_grid_unknown", {"number": number, "value": word[:30]}))
        else:
            grounds.append(ground)
    if problems:
        raise Undrawable(problems)
    ranges = merged(piece for ground in grounds for piece in ground.pieces)
    named = sorted({ground.lo for ground in grounds})
    groups = Grid.objects.filter(_ranged(ranges), kind="group", valid__contains=clock.today())
    places = sorted(groups.values_list("area", flat=True)) or named
    shapes = [
        shapely.geometry.shape(one.geometry) for lo, hi in ranges for one in outlines(Jurisdiction(lo, hi))
    ]
    whole = shapely.union_all(shapes) if shapes else None
    names = [place_label(key) for key in named]
    return Drawn(
        "grids", written(whole) if whole else None, names, round(square_metres(whole)) if whole else None,
        Inside(whole=ranges, places=tuple(places)), *_held([*named, ranges[-1][1] - 1]),
    )  # fmt: skip


def _ground_of(code: str) -> Jurisdiction | None:
    """The ground of a unit's code, of a grid's or a group's; None where there is no such thing."""
    unit = unit_by_code(code.ljust(12, "0"))
    if unit is not None:
        return unit.jurisdiction
    area = int(code.ljust(18, "0")) if code.isascii() and code.isdigit() and len(code) <= 18 else -1
    return Jurisdiction(*span(area)) if area in known_areas() else None


def _of_doors(places: list[Building], doors: list[Household]) -> Drawn:
    stand = [(b.longitude, b.latitude) for b in places if b.longitude is not None and b.latitude is not None]
    where = points(stand)
    found = Inside(
        buildings=tuple(sorted((one.pk, one.area) for one in places)),
        doors=tuple(sorted((one.pk, one.area) for one in doors)),
        places=tuple(sorted({one.area for one in places} | {one.area for one in doors})),
    )
    items = sorted([one.name for one in places] + [one.label for one in doors])
    return Drawn("doors", written(where) if where else None, items, None, found, *_held(found.places))


def _of_circle(scope: Scope, places: list[Building], doors: list[Household], radius: int) -> Drawn:
    """All within so many metres of the buildings named."""
    standing = [*places, *(door.building for door in doors if door.building)]
    known = [b for b in standing if b.longitude is not None and b.latitude is not None]
    if not known:
        raise Undrawable([Problem("zone_no_position")])
    if not 10 <= radius <= 5_000:
        raise Undrawable([Problem("zone_radius", {"least": 10, "most": 5_000})])
    rings = [circle(float(b.longitude or 0), float(b.latitude or 0), radius) for b in known]
    whole = shapely.union_all(rings)
    found = of_shape(scope, whole, Extent.Kind.CIRCLE, [f"{b.name} · {radius} m" for b in known])
    return replace(found, radius=radius)


def _doors(scope: Scope, text: str) -> tuple[list[Building], list[Household]]:
    """Buildings and doors by their names, one in a line, with the village's name before it where it is not enough."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise Undrawable([Problem("zone_too_many_lines", {"lines": len(lines), "most": MOST_LINES})])
    parts = [line.split() for line in lines]
    names = {words[-1] for words in parts}
    where = scope.jurisdiction
    near = Q(pk__in=[])
    for lo, hi in where.pieces:
        near |= Q(area__gte=lo, area__lt=hi)
    known: dict[str, list[Building | Household]] = {}
    for house in Building.objects.filter(near, name__in=names):
        known.setdefault(house.name, []).append(house)
    for door in Household.objects.within(scope).filter(label__in=names).select_related("building"):
        known.setdefault(door.label, []).append(door)
    places: list[Building] = []
    doors: list[Household] = []
    problems = []
    for number, words in enumerate(parts, start=1):
        found = [
            one
            for one in known.get(words[-1], [])
            if all(word in place_label(one.area) for word in words[:-1])
        ]
        if len(found) != 1:
            near_names = "、".join(sorted({place_label(one.area) for one in found})[:NEAREST])
            code = "zone_door_ambiguous" if found else "zone_door_unknown"
            problems.append(
                Problem(code, {"number": number, "value": " ".join(words)[:60], "places": near_names})
            )
        elif isinstance(found[0], Building):
            places.append(found[0])
        else:
            doors.append(found[0])
    if problems:
        raise Undrawable(problems)
    return list({one.pk: one for one in places}.values()), list({one.pk: one for one in doors}.values())


def _held(places: Iterable[int]) -> tuple[int, int]:
    """The smallest unit that holds all of these places, as a range."""
    keys = sorted(set(places))
    lo, hi = keys[0], keys[-1]
    for level in ("group", "grid", "village", "town", "county", "city", "province"):
        if floor_to(lo, level) == floor_to(hi, level):
            return span(lo, level)
    return 0, CITY.hi
