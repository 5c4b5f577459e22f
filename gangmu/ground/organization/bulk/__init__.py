"""Set-based founding of the organization, its shifts, and its weeks as rosters say them."""

from gangmu.ground.organization.bulk.founding import TrioRow, found_guarantees, found_offices, found_trios
from gangmu.ground.organization.bulk.publishing import ShiftRow, put_week
from gangmu.ground.organization.bulk.shifts import extend_shifts
from gangmu.ground.organization.bulk.staff import take_over

__all__ = [
    "ShiftRow",
    "TrioRow",
    "extend_shifts",
    "found_guarantees",
    "found_offices",
    "found_trios",
    "put_week",
    "take_over",
]
