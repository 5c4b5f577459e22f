"""What lies inside a shape. A building with a position is decided by it; whatever else is there, by its grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gangmu.kernel.area import Jurisdiction, floor_to, span
from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import shapely
    from shapely.geometry.base import BaseGeometry
else:
    shapely = Later("shapely")

ALMOST = 0.995  # of an outline inside: the whole grid is meant, borders are drawn by hand


@dataclass(frozen=True, slots=True)
class Cell:
    """A comprehensive grid: its key, its outline, the point that decides what is known by the grid alone."""

    area: int
    outline: BaseGeometry
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class House:
    """A building: its id, its area key, where it stands if that is known."""

    id: int
    area: int
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Inside:
    """What lies inside: ranges [lo, hi) of area keys, and buildings (id, area). See `models.Part`."""

    whole: tuple[tuple[int, int], ...] = ()
    loose: tuple[tuple[int, int], ...] = ()
    vague: tuple[tuple[int, int], ...] = ()
    buildings: tuple[tuple[int, int], ...] = ()
    doors: tuple[tuple[int, int], ...] = ()
    places: tuple[
        int, ...
    ] = ()  # keys of the groups, or of the grids where there are none, in which any of it lies


class Cells:
    """The grids of a city with an index; made once, asked often."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = list(cells)
        self.tree = shapely.STRtree([cell.outline for cell in self.cells])

    def touched(self, one: BaseGeometry) -> list[Cell]:
        """The grids that a shape meets, by area key."""
        found = self.tree.query(one, predicate="intersects")
        return sorted((self.cells[int(place)] for place in found), key=lambda cell: cell.area)

    def beyond(self, one: BaseGeometry, ground: Jurisdiction) -> float:
        """Which share of a shape lies on no grid of the ground (0 to 1)."""
        own = shapely.union_all([cell.outline for cell in self.touched(one) if cell.area in ground])
        return float(one.difference(own).area / one.area) if one.area else 1.0


def inside(
    one: BaseGeometry,
    cells: Sequence[Cell],
    groups: Iterable[tuple[int, tuple[float, float] | None]],
    houses: Iterable[House],
    villages: Iterable[tuple[int, int]] = (),
) -> Inside:
    """What lies inside a shape.

    `cells`: the grids it meets; `groups`: the village-group grids of those, by key, with their points; `houses`: all
    buildings of those grids and all that stand within the shape's bounds; `villages`: (key, how many grids it has).
    """
    shapely.prepare(one)
    known = list(houses)
    stands = [house.point is not None and _holds(one, house.point) for house in known]
    mixed = {
        floor_to(house.area, "grid")
        for house, within in zip(known, stands, strict=True)
        if house.point is not None and not within
    }
    covered = {cell.area for cell in cells if _covers(one, cell.outline)}
    full = covered - mixed
    loose = [span(area, "grid") for area in covered - full]
    known_groups = list(groups)
    pointed = [
        area
        for area, point in [*((cell.area, cell.point) for cell in cells), *known_groups]
        if floor_to(area, "grid") not in covered and point is not None and _holds(one, point)
    ]
    loose += [span(area, "group") for area in pointed]
    buildings = [
        (house.id, house.area)
        for house, within in zip(known, stands, strict=True)
        if within and floor_to(house.area, "grid") not in full
    ]
    whole, vague = [span(area, "grid") for area in full], []
    for village, many in villages:
        ours = {area for area in covered if floor_to(area, "village") == village}
        if len(ours) == many:  # all of it, so also those of whom the village alone is known
            (whole if ours <= full else loose).append(span(village, "village"))
        else:
            vague.append((village, village + 1))
    deep = {area for area in pointed if area % 1000} | {area for _id, area in buildings}
    deep |= {area for area, _point in known_groups if floor_to(area, "grid") in covered}
    places = deep or covered | set(pointed)
    return Inside(
        merged(whole),
        merged(loose),
        tuple(sorted(vague)),
        tuple(sorted(buildings)),
        places=tuple(sorted(places)),
    )


def within(inner: Inside, outer: Inside) -> bool:
    """Whether all that lies in one ground lies in another."""
    ranges, whole = merged(outer.whole + outer.loose), outer.whole
    held = all(any(lo <= a and b <= hi for lo, hi in ranges) for a, b in inner.whole + inner.loose)
    known = {*outer.buildings, *((-pk, area) for pk, area in outer.doors)}
    named = [*inner.buildings, *((-pk, area) for pk, area in inner.doors)]
    return held and all(one in known or any(lo <= one[1] < hi for lo, hi in whole) for one in named)


def merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same ground in the fewest ranges."""
    found: list[tuple[int, int]] = []
    for lo, hi in sorted(ranges):
        if found and lo <= found[-1][1]:
            found[-1] = (found[-1][0], max(hi, found[-1][1]))
        else:
            found.append((lo, hi))
    return tuple(found)


def _holds(one: BaseGeometry, point: tuple[float, float]) -> bool:
    return bool(shapely.intersects_xy(one, *point))


def _covers(one: BaseGeometry, outline: BaseGeometry) -> bool:
    if one.covers(outline):
        return True
    return bool(one.intersection(outline).area >= ALMOST * outline.area)
