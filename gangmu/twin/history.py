"""A month of work in a city that has its residents: pushes at the four slots, tasks in every state, their history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from gangmu.ground.incidents.queries import incident_for_push, pack_of
from gangmu.kernel import clock
from gangmu.twin import bulk

DAYS = 30
SLOTS = (time(10), time(12), time(15), time(18))


def moments(now: datetime, days: int = DAYS) -> list[datetime]:
    """The moments of the pushes of the last days before `now`, oldest first: four a day."""
    today = now.astimezone(clock.CIVIL).date()
    back = (
        datetime.combine(today - timedelta(day), slot, clock.CIVIL)
        for day in range(days + 1)
        for slot in reversed(SLOTS)
    )
    return sorted(islice((moment for moment in back if moment < now), days * len(SLOTS)))


def work(tasks: int, still_open: int, people: int, say: Callable[[str], Any]) -> int:
    """Let the city have worked for a month, unless a list was pushed in it already. Returns how many were made.

    ValueError for more tasks than people (one has one check), or more open ones than tasks.
    """
    if not 0 <= still_open <= tasks <= people:
        raise ValueError(
            f"open tasks, tasks, people: each at most the next, not {still_open}, {tasks}, {people}"
        )
    incident = incident_for_push()
    if not tasks or incident is None or bulk.has_worked():
        return 0
    category = pack_of(incident).categories[0].code
    bulk.load_month(bulk.Month(tasks, still_open, people, moments(clock.now()), incident.pk, category), say)
    return tasks
