"""A small piece of the real ground: two counties and a zone, three towns, four villages with their trios."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from gangmu.ground.organization import queries as organization
from gangmu.ground.organization.bulk import TrioRow, extend_shifts, found_offices, found_reserves, found_trios
from gangmu.ground.organization.rules import LINE_OF
from gangmu.ground.territory import bulk
from gangmu.ground.territory import queries as territory
from gangmu.twin import city, founding

CITY = "441300000000"
TOWNS = ("441302001", "441302007", "441322001")
VILLAGES = ("441302001001", "441302001003", "441302007001", "441322001001")


def keeps(row: bulk.DivisionRow) -> bool:
    """Whether a division belongs to the small piece."""
    if row.level == "town":
        return row.code[:9] in TOWNS
    if row.level == "village":
        return row.code in VILLAGES
    return row.level in ("province", "city") or row.code in ("441302000000", "441322000000", "ZK")


# The city's files are read once for all tests, not once for each.
@cache
def small_divisions() -> list[bulk.DivisionRow]:
    """The divisions of the small piece."""
    return [row for row in bulk.shipped_divisions(city.residents()) if keeps(row)]


@cache
def small_grids() -> list[bulk.GridRow]:
    """Its grids."""
    return [grid for grid in city.grids() if grid.village in VILLAGES]


@cache
def small_places() -> list[bulk.PlaceRow]:
    """Its places."""
    return [place for place in city.places() if place.village_code in VILLAGES]


@cache
def small_trios() -> list[TrioRow]:
    """Its routine trios."""
    return [trio for trio in founding.routine_trios() if trio.village in VILLAGES]


@pytest.fixture
def divisions(db: None) -> Iterator[list[bulk.DivisionRow]]:
    """The divisions, loaded."""
    rows = small_divisions()
    bulk.load_divisions(rows, bulk.DIVISIONS_AS_OF)
    yield rows
    territory.forget()
    organization.forget()


@pytest.fixture
def ground(divisions: list[bulk.DivisionRow]) -> None:
    """Divisions, grids, places and names."""
    bulk.load_grids(small_grids(), city.SINCE)
    bulk.load_places(small_places())
    bulk.load_aliases(bulk.shipped_aliases())


@pytest.fixture
def trios(ground: None) -> None:
    """The routine trios of the four villages, the offices, and a week of shifts."""
    found_offices(CITY, city.SINCE)
    each = dict.fromkeys(LINE_OF.values(), 3)
    found_reserves([(unit.code, each) for unit in territory.county_units()], city.SINCE)
    found_trios(small_trios(), city.SINCE)
    extend_shifts()
