"""Shifts of the coming days by one statement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from gangmu.ground.organization.bulk.founding import SQL
from gangmu.ground.organization.rules import CREWS, REST, TRIO_ROLES
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, run

ALWAYS, NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def extend_shifts(
    days: int = 7,
    first: date | None = None,
    since: datetime = ALWAYS,
    until: datetime = NEVER,
    ground: str = "{[0,1000000000000000000)}",
) -> int:
    """Put shifts where none are, from `first` (yesterday, for the night that still runs) for `days` days ahead.

    The holders of a post take turns: a day, a night, and free until it is their turn again; of two one works by day,
    one by night. Nobody begins before `since` or from `until` on; only on this `ground` (int8multirange). Returns how
    many shifts were made.
    """
    begin = first or clock.today() - timedelta(days=1)
    end = (first or clock.today()) + timedelta(days=days)
    given = {"first": begin, "last": end, "since": since, "until": until}
    with transaction.atomic(), bulk_role():
        asked = {
            **given,
            "ground": ground,
            "zone": str(clock.CIVIL),
            "roles": list(TRIO_ROLES),
            "crews": CREWS,
            "rest": REST,
        }
        return run(SQL["extend_shifts"], asked)
