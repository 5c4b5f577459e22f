"""What the organization does about facts of the house above."""

from __future__ import annotations

from datetime import timedelta

from gangmu.ground.organization.bulk import settle_hours
from gangmu.kernel import clock
from gangmu.kernel.area import span
from gangmu.kernel.models import FactRow

WEEK = timedelta(days=7)


def settle_week(fact: FactRow) -> None:
    """A town was switched: the shifts of the coming week follow, as those of the first day have at once."""
    lo, hi = span(fact.area, "town")
    settle_hours(f"{{[{lo},{hi})}}", clock.now() + WEEK)
