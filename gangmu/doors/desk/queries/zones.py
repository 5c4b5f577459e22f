"""Zones as pages show them: their map, what still stands against their fall, what was asked for in a form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gangmu.control.zones.models import Extent, Zone
from gangmu.control.zones.queries import Asked
from gangmu.doors.texts import worded
from gangmu.ground.incidents.queries import open_incidents, pack_of
from gangmu.ground.territory.queries import (
    Outline,
    Unit,
    children,
    division_of,
    grids_of,
    outlines,
    unit_by_code,
)
from gangmu.ground.territory.rules.drawing import path, projection, rings
from gangmu.kernel.area import Jurisdiction, floor_to, level_of, span
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

WIDTH, HEIGHT, MARGIN = 3200.0, 2000.0, 120.0
AROUND = 0.003  # degrees of ground shown beside a zone: about 300 m


@dataclass(frozen=True, slots=True)
class Shape:
    """A grid or the zone as the data of an SVG path."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class ZoneMap:
    """A zone among the grids near it; `dots` are doors with a position, in the map's units."""

    grids: list[Shape]
    zone: list[Shape]
    dots: list[tuple[int, int]]


def map_of_zone(scope: Scope, zone: Zone, extent: Extent) -> ZoneMap | None:
    """The picture of a zone; None where nothing of it has a position."""
    if extent.geometry is None:
        return None
    points = _points(extent.geometry.get("coordinates"))
    west, east = min(p[0] for p in points) - AROUND, max(p[0] for p in points) + AROUND
    south, north = min(p[1] for p in points) - AROUND, max(p[1] for p in points) + AROUND
    frame = [[[west, south], [east, south], [east, north], [west, north], [west, south]]]
    draw = projection([frame], WIDTH, HEIGHT, MARGIN)
    if draw is None:
        return None
    ground = Jurisdiction(*span(floor_to(zone.area, "town") if level_of(zone.area) in DEEP else zone.area))
    near = []
    for one in outlines(ground):
        cut = rings(one.geometry)
        if any(west <= x <= east and south <= y <= north for ring in cut for x, y in ring):
            near.append(Shape(one.name, path(cut, draw)))
    if extent.geometry["type"] == "MultiPoint":
        return ZoneMap(near, [], [(round(x), round(y)) for x, y in map(draw, points)])
    return ZoneMap(near, [Shape(zone.name, path(rings(extent.geometry), draw))], [])


DEEP = ("village", "grid", "group")


def _points(found: Any) -> list[list[float]]:
    if found and isinstance(found[0], (int, float)):
        return [found]
    return [point for part in found for point in _points(part)]


def unit_to_draw_on(scope: Scope, code: str) -> Unit:
    """The unit whose grids are shown: the one that is named, or the smallest that holds the scope's ground."""
    unit = unit_by_code(code) if code else None
    if code and (unit is None or not unit.jurisdiction <= scope.jurisdiction):
        raise Refused("not_found")
    unit = unit or division_of(scope.jurisdiction.lo)
    while unit is not None and not code and not scope.jurisdiction <= unit.jurisdiction:
        unit = unit_by_code(unit.parent)
    if unit is None:
        raise Refused("not_found")
    return unit


def units_below(unit: Unit) -> list[Unit]:
    """What can be chosen next: down to towns."""
    return children(unit.code) if unit.level in ("city", "county") else []


def grids_by_village(unit: Unit) -> list[tuple[str, list[tuple[str, str]]]]:
    """Village → (code, name) of its grids, for a town or a village; nothing above."""
    if unit.level not in ("town", "village"):
        return []
    villages = children(unit.code) if unit.level == "town" else [unit]
    return [
        (one.name, [(f"{grid.area:018d}", grid.name) for grid in grids_of(one.jurisdiction)])
        for one in villages
    ]


def ground_as_geojson(found: Iterable[Outline]) -> str:
    """Grids for the map that is drawn on."""
    features = [
        {
            "type": "Feature",
            "properties": {"area": f"{one.area:018d}", "name": one.name},
            "geometry": one.geometry,
        }
        for one in found
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def level_choices(scope: Scope) -> list[tuple[str, str]]:
    """(incident:level, what it is called) of every level that the open incidents' packs know."""
    return [
        (f"{one.pk}:{level.code}", f"{one.name} · {worded(level.name, level.english)}")
        for one in open_incidents(scope)
        for level in pack_of(one).zones
    ]


def radius_by_incident(scope: Scope) -> int:
    """The radius around a case's home that a pack names; 100 m if none does."""
    plans = [plan for one in open_incidents(scope) for plan in pack_of(one).places if plan.radius_m]
    return int(plans[0].radius_m or 0) if plans else 100


def asked_in(said: dict[str, Any], grids: list[str], text_of_file: str) -> Asked:
    """What a form says about the ground."""
    kind = str(said["kind"])
    text = {
        "polygon": text_of_file or said["polygon"],
        "grids": " ".join([*grids, str(said["grids"] or "")]),
        "doors": said["doors"],
        "circle": said["doors"],
    }[kind]
    return Asked(kind, str(text or ""), int(said["radius"] or 0))
