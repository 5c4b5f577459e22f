"""Set-based founding of the organization, its shifts, and its weeks as rosters say them."""

from gangmu.ground.organization.bulk.founding import (
    TrioRow,
    found_guarantees,
    found_offices,
    found_provider,
    found_reserves,
    found_trios,
)
from gangmu.ground.organization.bulk.publishing import ShiftRow, put_week
from gangmu.ground.organization.bulk.shifts import extend_shifts
from gangmu.ground.organization.bulk.staff import take_over
from gangmu.ground.organization.bulk.switching import (
    Seated,
    Switch,
    hold_alone,
    hold_still,
    settle_hours,
    stage_owners,
    to_emergency,
    to_routine,
)

__all__ = [
    "Seated",
    "ShiftRow",
    "Switch",
    "TrioRow",
    "extend_shifts",
    "found_guarantees",
    "found_offices",
    "found_provider",
    "found_reserves",
    "found_trios",
    "hold_alone",
    "hold_still",
    "put_week",
    "settle_hours",
    "stage_owners",
    "take_over",
    "to_emergency",
    "to_routine",
]
