"""Pure rules of zones: shapes, what lies inside one, and when a zone may fall."""

from gangmu.control.zones.rules.days import (
    EXPECTED,
    Happened,
    held_until,
    past_of,
    quiet_on,
    spread,
    stands_against,
)
from gangmu.control.zones.rules.membership import Cell, Cells, House, Inside, inside, merged, within
from gangmu.control.zones.rules.shapes import (
    Problem,
    Undrawable,
    circle,
    points,
    read_shape,
    square_metres,
    written,
)
from gangmu.control.zones.rules.works import Turn, first_day, is_met, turns

__all__ = [
    "EXPECTED",
    "Cell",
    "Cells",
    "Happened",
    "House",
    "Inside",
    "Problem",
    "Turn",
    "Undrawable",
    "circle",
    "first_day",
    "held_until",
    "inside",
    "is_met",
    "merged",
    "past_of",
    "points",
    "quiet_on",
    "read_shape",
    "spread",
    "square_metres",
    "stands_against",
    "turns",
    "within",
    "written",
]
