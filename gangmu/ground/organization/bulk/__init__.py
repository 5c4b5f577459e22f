"""Set-based founding of the organization and of its shifts."""

from gangmu.ground.organization.bulk.founding import TrioRow, found_guarantees, found_offices, found_trios
from gangmu.ground.organization.bulk.shifts import extend_shifts

__all__ = ["TrioRow", "extend_shifts", "found_guarantees", "found_offices", "found_trios"]
