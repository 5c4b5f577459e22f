"""Set-based loading of the ground: divisions by date, grids, places, names people use."""

from gangmu.ground.territory.bulk.loading import (
    load_aliases,
    load_divisions,
    load_grids,
    load_places,
    renew_aliases,
)
from gangmu.ground.territory.bulk.shipped import (
    DIVISIONS_AS_OF,
    AliasRow,
    DivisionRow,
    GridRow,
    PlaceRow,
    outside_divisions,
    shipped_aliases,
    shipped_divisions,
)

__all__ = [
    "DIVISIONS_AS_OF",
    "AliasRow",
    "DivisionRow",
    "GridRow",
    "PlaceRow",
    "load_aliases",
    "load_divisions",
    "load_grids",
    "load_places",
    "outside_divisions",
    "renew_aliases",
    "shipped_aliases",
    "shipped_divisions",
]
