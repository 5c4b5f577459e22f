"""Which pieces of ground have a border in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import shapely
else:
    shapely = Later("shapely")

NEAR = 0.00002
"""Degrees (about 2 m) within which two outlines count as touching: surveys are no better."""
CORNER = 10 * NEAR
"""A common stretch shorter than this is a corner, no border."""


def neighbours(outlines: Mapping[int, Mapping[str, Any]]) -> dict[int, set[int]]:
    """Area → the areas that it has a border with; outlines are GeoJSON geometries in WGS84 degrees."""
    areas = list(outlines)
    shapes = [shapely.geometry.shape(dict(outlines[area])) for area in areas]
    found: dict[int, set[int]] = {area: set() for area in areas}
    grown = [one.buffer(NEAR, cap_style="flat", join_style="mitre") for one in shapes]
    for a, b in shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=NEAR).T:
        if a < b and grown[a].intersection(shapes[b].boundary).length > CORNER:
            found[areas[a]].add(areas[b])
            found[areas[b]].add(areas[a])
    return found
