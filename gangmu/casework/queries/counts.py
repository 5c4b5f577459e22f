"""How much stands where: sums of the tally that the database keeps (ADR 14), so that nothing is counted at a look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Count

from gangmu.casework.models import Task
from gangmu.casework.states import STILL_OPEN, TALLY, Status
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "reads.sql")
OPEN = [str(status) for status in STILL_OPEN]
GRID = 1000  # what is below a comprehensive grid in an area
FIGURES = (
    *TALLY.counts,
    "today",
)  # what `standing` gives after the area; `today` is how many were released today


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tasks by status, and how many of all of them are late."""

    by_status: dict[str, int]
    overdue: int

    @property
    def open(self) -> int:
        """All that is still open."""
        return sum(self.by_status.values())


def count_open(scope: Scope) -> Counts:
    """Open tasks of the scope. Late is what was late when deadlines were last looked at, at most a minute ago."""
    ((*numbers, late),) = fetch(SQL["count_open"], _ground(scope))
    return Counts({status: n for status, n in zip(OPEN, numbers, strict=True) if n}, late)


def count_mine(scope: Scope) -> Counts:
    """Open tasks of the actor's own body, counted: a tally does not know whose they are. Late is late now."""
    given = {"statuses": OPEN, "body": scope.actor.body_id, "now": clock.now(), **_ground(scope)}
    rows = fetch(SQL["count_mine"], given)
    return Counts({status: n for status, n, _late in rows}, sum(late for *_, late in rows))


def mark_of_mine(scope: Scope) -> str:
    """A text that changes whenever anything of the own trio's list does, so that a phone need not read it again."""
    given = {"statuses": OPEN, "body": scope.actor.body_id, **_ground(scope)}
    ((many, mark),) = fetch(SQL["mark_of_mine"], given)
    return f"{many}.{mark}"


def marks_of_bodies(scope: Scope, bodies: Iterable[int]) -> dict[int, str]:
    """For each body a text that changes whenever a task of its list moves, comes or goes; for the system alone.

    What `mark_of_mine` also sees, such as a call that was noted, it does not: it is asked every few seconds for all.
    """
    wanted = list(bodies)
    found = dict(fetch(SQL["marks_of_bodies"], {"bodies": wanted, "statuses": OPEN}))
    return {body: found.get(body, "0") for body in wanted}


def standing(scope: Scope, step: int = GRID, incident_id: int | None = None) -> list[tuple[int, ...]]:
    """(place, *FIGURES) of every place of the scope that has or had tasks, ascending; of one incident or of all.

    A place is the area of tasks without what is below `step`: a comprehensive grid, or what they are known to.
    """
    given = {"step": step, "incident": incident_id, "today": clock.today(), **_ground(scope)}
    return fetch(SQL["standing"], given)


def open_by_grid(scope: Scope, incident_id: int | None = None) -> dict[int, int]:
    """How many tasks are open in each comprehensive grid of the scope that has or had any."""
    return dict(fetch(SQL["open_by_grid"], {"incident": incident_id, **_ground(scope)}))


def _ground(scope: Scope) -> dict[str, Any]:
    where = scope.jurisdiction
    return {"lo": where.lo, "hi": where.hi, "holes": where.holes_literal}


def claimed_by_each(scope: Scope, users: Iterable[int]) -> dict[int, int]:
    """User → how many tasks of the scope he has claimed that are still to be done; users without any are left out."""
    mine = Task.objects.within(scope).filter(
        claimed_by_id__in=list(users), status__in=(Status.CLAIMED, Status.RETURNED)
    )
    return dict(mine.values_list("claimed_by_id").annotate(n=Count("pk")).order_by())
