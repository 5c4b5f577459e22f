"""What the organization does about facts of the house above."""

from __future__ import annotations

from gangmu.ground.organization.bulk import settle_hours
from gangmu.kernel.area import span
from gangmu.kernel.models import FactRow


def settle_week(fact: FactRow) -> None:
    """A town was switched: the shifts of the coming days follow, as who is on duty now has at once."""
    lo, hi = span(fact.area, "town")
    settle_hours(f"{{[{lo},{hi})}}")
