"""Shapes on WGS84 degrees: reading what was drawn or brought as GeoJSON, circles, areas in square metres."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import shapely
    from shapely.geometry.base import BaseGeometry
else:
    shapely = Later("shapely")

METRES = 111_195.0  # in a degree of latitude, on a sphere of 6,371 km
MOST_POINTS = 2_000
MOST_BYTES = 1_000_000
DIGITS = 6  # of a degree: a tenth of a metre
LEAST_M2 = 20.0
OUTSIDE = 0.02  # share that may lie beyond one's ground: outlines do not meet exactly


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what was drawn: a stable code, and what its words need."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class Undrawable(ValueError):
    """What was drawn cannot be a zone; `problems` are all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.code for problem in self.problems))


def read_shape(text: str) -> BaseGeometry:
    """The polygons of a GeoJSON text (geometry, feature or collection). Undrawable says all that is wrong."""
    if len(text) > MOST_BYTES:
        raise Undrawable([Problem("zone_file_too_big", {"most": MOST_BYTES // 1000})])
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise Undrawable([Problem("zone_not_geojson")]) from None
    found: list[BaseGeometry] = []
    problems: list[Problem] = []
    for number, one in enumerate(_geometries(given), start=1):
        try:
            found.append(_polygon(one, number))
        except Undrawable as wrong:
            problems += wrong.problems
    if not found and not problems:
        problems.append(Problem("zone_no_polygon"))
    if problems:
        raise Undrawable(problems)
    whole = shapely.unary_union(found)
    if square_metres(whole) < LEAST_M2:
        raise Undrawable([Problem("zone_too_small", {"least": int(LEAST_M2)})])
    return whole


def _geometries(given: Any) -> list[Any]:
    if not isinstance(given, dict):
        return []
    if given.get("type") == "FeatureCollection":
        features = given.get("features")
        return [part for one in features for part in _geometries(one)] if isinstance(features, list) else []
    if given.get("type") == "Feature":
        return _geometries(given.get("geometry"))
    return [given]


def _polygon(given: dict[str, Any], number: int) -> BaseGeometry:
    """One polygon, sound: closed, not crossing itself, degrees in their range, not too many points."""
    if given.get("type") not in ("Polygon", "MultiPolygon"):
        raise Undrawable(
            [Problem("zone_not_polygon", {"number": number, "type": str(given.get("type"))[:30]})]
        )
    try:
        made = shapely.force_2d(shapely.geometry.shape(given))
        points = shapely.get_coordinates(made)
    except (ValueError, TypeError, IndexError, AttributeError, shapely.errors.ShapelyError):
        raise Undrawable([Problem("zone_bad_ring", {"number": number})]) from None
    problems = []
    if len(points) > MOST_POINTS:
        problems.append(
            Problem("zone_too_many_points", {"number": number, "points": len(points), "most": MOST_POINTS})
        )
    for place, (x, y) in enumerate(points, start=1):
        if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
            problems.append(
                Problem("zone_bad_point", {"number": number, "place": place, "x": f"{x:g}", "y": f"{y:g}"})
            )
    if not problems and made.is_empty:
        problems.append(Problem("zone_bad_ring", {"number": number}))
    if not problems and not made.is_valid:
        reason = shapely.is_valid_reason(made)
        at = reason.partition("[")[2].rstrip("]").replace(" ", ", ")
        problems.append(Problem("zone_crosses_itself", {"number": number, "at": at}))
    if problems:
        raise Undrawable(problems)
    return made


def written(one: BaseGeometry) -> dict[str, Any]:
    """A shape as GeoJSON, to a tenth of a metre."""
    rounded = shapely.transform(one, lambda points: points.round(DIGITS))
    sound = rounded if rounded.is_valid or rounded.geom_type not in ("Polygon", "MultiPolygon") else one
    told: dict[str, Any] = json.loads(json.dumps(shapely.geometry.mapping(sound)))
    return told


def square_metres(one: BaseGeometry) -> float:
    """The area of a shape, as on a plane that touches the earth in its middle."""
    return float(one.area) * METRES * METRES * _shrink(one) if not one.is_empty else 0.0


def _shrink(one: BaseGeometry) -> float:
    return math.cos(math.radians(one.centroid.y))


def circle(longitude: float, latitude: float, metres: float) -> BaseGeometry:
    """All points not farther than so many metres from one, as a polygon of 64 corners."""
    round_one = shapely.Point(0, 0).buffer(metres / METRES, quad_segs=16)
    shrink = math.cos(math.radians(latitude))
    return shapely.affinity.translate(
        shapely.affinity.scale(round_one, 1 / shrink, 1, origin=(0, 0)), longitude, latitude
    )


def points(found: Iterable[tuple[float, float]]) -> BaseGeometry | None:
    """Positions as one shape; None for none."""
    known = list(found)
    return shapely.MultiPoint(known) if known else None
