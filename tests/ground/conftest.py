"""A small piece of the real ground: two counties and a zone, three towns, four villages with their trios."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gangmu.ground.organization import queries as organization
from gangmu.ground.organization.bulk import extend_shifts, found_offices, found_trios
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


@pytest.fixture
def divisions(db: None) -> Iterator[list[bulk.DivisionRow]]:
    """The divisions, loaded."""
    rows = [row for row in bulk.shipped_divisions(city.residents()) if keeps(row)]
    bulk.load_divisions(rows, bulk.DIVISIONS_AS_OF)
    yield rows
    territory.forget()
    organization.forget()


@pytest.fixture
def ground(divisions: list[bulk.DivisionRow]) -> None:
    """Divisions, grids, places and names."""
    bulk.load_grids((g for g in city.grids() if g.village in VILLAGES), city.SINCE)
    bulk.load_places(p for p in city.places() if p.village_code in VILLAGES)
    bulk.load_aliases(bulk.shipped_aliases())


@pytest.fixture
def trios(ground: None) -> None:
    """The routine trios of the four villages, the offices, and a week of shifts."""
    found_offices(CITY, city.SINCE)
    found_trios([t for t in founding.routine_trios() if t.village in VILLAGES], city.SINCE)
    extend_shifts()
