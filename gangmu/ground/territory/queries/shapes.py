"""Grids and their outlines, for lists and maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gangmu.ground.territory.models import Grid, Place
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction


@dataclass(frozen=True, slots=True)
class GridInfo:
    """A grid without its outline; `population` persons, `households` doors, a point in WGS84 degrees."""

    area: int
    kind: str
    name: str
    population: int
    households: int
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A comprehensive grid's outline: GeoJSON geometry (Polygon or MultiPolygon), WGS84 degrees."""

    area: int
    name: str
    geometry: dict[str, Any]


def grids_of(where: Jurisdiction, kind: str = "comprehensive") -> list[GridInfo]:
    """The grids of a kind on a piece of ground (a village's jurisdiction, a town's), by area key."""
    columns = ("area", "kind", "name", "population", "households", "longitude", "latitude")
    return [GridInfo(*row) for row in _on(where).filter(kind=kind).values_list(*columns)]


@dataclass(frozen=True, slots=True)
class Point:
    """Where an entry of the address library lies: an estate, a village group, a road; WGS84 degrees."""

    name: str
    area: int
    longitude: float
    latitude: float


def points(where: Jurisdiction) -> list[Point]:
    """The entries of the address library on a piece of ground whose position is known, longest names first."""
    found = Place.objects.filter(area__gte=where.lo, area__lt=where.hi, longitude__isnull=False)
    for lo, hi in where.holes:
        found = found.exclude(area__gte=lo, area__lt=hi)
    rows = found.values_list("name", "area", "longitude", "latitude")
    known = [Point(name, area, x, y) for name, area, x, y in rows if x is not None and y is not None]
    return sorted(known, key=lambda one: (-len(one.name), one.area))


def outlines(where: Jurisdiction) -> list[Outline]:
    """The outlines of the comprehensive grids on a piece of ground: a village's map, a town's."""
    rows = _on(where).filter(kind="comprehensive", outline__isnull=False)
    return [Outline(*row) for row in rows.values_list("area", "name", "outline")]


def _on(where: Jurisdiction) -> Any:
    found = Grid.objects.filter(area__gte=where.lo, area__lt=where.hi, valid__contains=clock.today())
    for lo, hi in where.holes:
        found = found.exclude(area__gte=lo, area__lt=hi)
    return found.order_by("area")
