"""Shifts of the coming days by one statement."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from gangmu.ground.organization.bulk.founding import SQL
from gangmu.ground.organization.rules import TRIO_ROLES
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, run


def extend_shifts(days: int = 7, first: date | None = None) -> int:
    """Put shifts where none are, from `first` (yesterday, for the night that still runs) for `days` days ahead.

    The first holder of a post works by day, the second by night. Returns how many shifts were made.
    """
    begin = first or clock.today() - timedelta(days=1)
    end = (first or clock.today()) + timedelta(days=days)
    with transaction.atomic(), bulk_role():
        asked = {"first": begin, "last": end, "zone": str(clock.CIVIL), "roles": list(TRIO_ROLES)}
        return run(SQL["extend_shifts"], asked)
