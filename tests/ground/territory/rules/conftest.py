"""The matcher over the shipped lists: the real divisions and the demo city's gazetteer."""

from pathlib import Path

import pytest

import gangmu
from gangmu.ground.territory.rules import AddressIndex, Division, Place, files

HOUSE = Path(gangmu.__file__).parent
LISTS = HOUSE / "ground" / "territory" / "data"
GAZETTEER = HOUSE / "twin" / "data" / "city" / "gazetteer.csv.gz"


@pytest.fixture(scope="session")
def shipped_divisions() -> list[Division]:
    """Huizhou in detail, Guangdong, and the provinces, cities and counties of the country."""
    known: dict[str, Division] = {}
    for name in ("huizhou_divisions_ext.csv", "guangdong_divisions.csv", "china_divisions.csv"):
        for division in files.divisions(LISTS / name):
            known.setdefault(division.code, division)
    return list(known.values())


@pytest.fixture(scope="session")
def shipped_places() -> list[Place]:
    """The demo city's gazetteer."""
    return list(files.places(GAZETTEER))


@pytest.fixture(scope="session")
def index(shipped_divisions: list[Division], shipped_places: list[Place]) -> AddressIndex:
    """The matcher as the product builds it."""
    return AddressIndex.build(shipped_divisions, files.aliases(LISTS / "huizhou_aliases.csv"), shipped_places)
