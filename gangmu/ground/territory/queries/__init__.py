"""Reads of the ground. Divisions, grids and names are public to staff: these take no scope."""

from gangmu.ground.territory.queries.ladder import (
    Unit,
    ancestors,
    breadcrumb,
    children,
    county_unit_of,
    county_units,
    division_of,
    forget_ladder,
    known_areas,
    name_of,
    place_label,
    unit_by_code,
    unit_of,
    version,
)
from gangmu.ground.territory.queries.matching import address_index, forget_matcher
from gangmu.ground.territory.queries.shapes import GridInfo, Outline, Point, grids_of, outlines, points


def forget() -> None:
    """Read everything kept in this process anew; called after a load."""
    forget_ladder()
    forget_matcher()


__all__ = [
    "GridInfo",
    "Outline",
    "Point",
    "Unit",
    "address_index",
    "ancestors",
    "breadcrumb",
    "children",
    "county_unit_of",
    "county_units",
    "division_of",
    "forget",
    "forget_ladder",
    "forget_matcher",
    "grids_of",
    "known_areas",
    "name_of",
    "outlines",
    "place_label",
    "points",
    "unit_by_code",
    "unit_of",
    "version",
]
