"""Set-based founding of the organization, its shifts, and the switch between the modes."""

from gangmu.ground.organization.bulk.founding import TrioRow, found_offices, found_reserves, found_trios
from gangmu.ground.organization.bulk.shifts import extend_shifts
from gangmu.ground.organization.bulk.switching import (
    Seated,
    Switch,
    hold_alone,
    hold_still,
    settle_hours,
    to_emergency,
    to_routine,
)

__all__ = [
    "Seated",
    "Switch",
    "TrioRow",
    "extend_shifts",
    "found_offices",
    "found_reserves",
    "found_trios",
    "hold_alone",
    "hold_still",
    "settle_hours",
    "to_emergency",
    "to_routine",
]
