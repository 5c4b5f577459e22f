"""Set-wise loading of a whole city: its residents, and what was done there."""

from gangmu.twin.bulk.books import books
from gangmu.twin.bulk.history import Month, has_worked, load_month
from gangmu.twin.bulk.residents import (
    TABLES,
    load_village,
    loaded,
    place_houses,
    put_aside,
    put_back,
    registered,
    under_way,
)
from gangmu.twin.bulk.samples import sample_residents

__all__ = [
    "TABLES",
    "Month",
    "books",
    "has_worked",
    "load_month",
    "load_village",
    "loaded",
    "place_houses",
    "put_aside",
    "put_back",
    "registered",
    "sample_residents",
    "under_way",
]
