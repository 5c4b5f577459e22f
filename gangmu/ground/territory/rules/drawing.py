"""Outlines on WGS84 degrees as SVG paths: one picture, its own scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[list[float]]
SHRINK = 0.92  # at 23° north a degree of longitude is 0.92 of one of latitude


def rings(geometry: Mapping[str, Any]) -> list[Ring]:
    """The outer rings of a GeoJSON Polygon or MultiPolygon."""
    coordinates = geometry.get("coordinates", [])
    polygons = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    return [polygon[0] for polygon in polygons if polygon]


def projection(
    shapes: Iterable[Iterable[Ring]], width: float, height: float, margin: float
) -> Callable[[list[float]], Point] | None:
    """From degrees to a picture of that size in which all the shapes find room; None if there are none."""
    points = [point for found in shapes for ring in found for point in ring]
    if not points:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    scale = min(
        (width - 2 * margin) / max((east - west) * SHRINK, 1e-9),
        (height - 2 * margin) / max(north - south, 1e-9),
    )
    left = (width - (east - west) * SHRINK * scale) / 2
    top = (height - (north - south) * scale) / 2
    return lambda p: (left + (p[0] - west) * SHRINK * scale, top + (north - p[1]) * scale)


def path(shape: Iterable[Ring], draw: Callable[[list[float]], Point]) -> str:
    """A shape as the data of an SVG path in whole units, each point by its distance from the last: short."""
    pieces = []
    for ring in shape:
        dots = [(round(x), round(y)) for x, y in map(draw, ring)]
        steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(dots[:-1])]  # the last is the first again
        moved = " ".join(f"{x},{y}" for x, y in steps if x or y)
        pieces.append(f"M{dots[0][0]},{dots[0][1]}l{moved or '0,0'}z")
    return "".join(pieces)
