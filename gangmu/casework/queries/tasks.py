"""A task, and the lists of the trio that owns it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gangmu.casework.models import Handover, Report, Task
from gangmu.casework.states import Status
from gangmu.ground.incidents.models import Incident
from gangmu.kernel.bulk import ask
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paging import Page, page
from gangmu.kernel.scope import Scope, eyes

TO_DO = (Status.OPEN, Status.CLAIMED)
PAGE = 50
AT_HAND = "SELECT casework_at_hand(%s, %s, %s, %s, %s)::text"
# What a move needs to know; whatever else is asked for is read when it is asked for.
OF_TASK = (
    "id", "area", "kind", "incident_id", "category", "person_id", "owner_id", "status", "name", "address",
    "known", "claimed_by_id", "return_opened_at", "version",
)  # fmt: skip
OPENED = OF_TASK.index("return_opened_at")
OF_INCIDENT = ("id", "pack", "pack_version")


def case(scope: Scope, task_id: int) -> Task:
    """One task with its incident, person, owner and claimer; Refused('not_found') if it is absent or not yours."""
    found: Task | None = (
        Task.objects.within(scope)
        .select_related("incident", "person", "owner", "claimed_by")
        .filter(pk=task_id)
        .first()
    )
    if found is None:
        raise Refused("not_found")
    return found


def at_hand(scope: Scope, task_id: int) -> Task:
    """The same task with what a move needs and no more, for commands that come by the hundred each second."""
    found, _ = at_hand_among(scope, [task_id])
    if task_id not in found:
        raise Refused("not_found")
    return found[task_id]


def at_hand_among(
    scope: Scope, task_ids: Iterable[int], also: str = "", *params: str
) -> tuple[dict[int, Task], list[Any]]:
    """The tasks at hand by id, and `also` further columns, JSON with its parameters, all in one round trip.

    The tasks are read first: what changed them meanwhile, such as the same command arriving twice, the others see.
    """
    where = scope.jurisdiction
    wanted = f"{{{','.join(map(str, task_ids))}}}"
    asked = (eyes(scope), wanted, str(where.lo), str(where.hi), where.holes_literal, *params)
    tasks, *more = ask(f"{AT_HAND}{also}", *asked)
    return {of_task[0]: _task_of(of_task, of_incident) for of_task, of_incident in tasks}, more


def _task_of(of_task: list[Any], of_incident: list[Any]) -> Task:
    if opened := of_task[OPENED]:
        of_task[OPENED] = datetime.fromisoformat(opened)
    task = Task.from_db("default", OF_TASK, of_task)
    task.incident = Incident.from_db("default", OF_INCIDENT, of_incident)
    return task


def _owned(scope: Scope) -> QuerySet[Task]:
    rows: QuerySet[Task] = (
        Task.objects.within(scope)
        .select_related("claimed_by", "incident")
        .filter(owner_id=scope.actor.body_id)
    )
    return rows


def returned_to(scope: Scope) -> list[Task]:
    """All that was returned to the actor's trio, the most urgent first."""
    return list(_owned(scope).filter(status=Status.RETURNED).order_by("due_at", "id"))


def due_page(scope: Scope, after: str = "", before: str = "", limit: int = PAGE) -> Page[Task]:
    """What the actor's trio has to do, by the time it is due."""
    return page(_owned(scope).filter(status__in=TO_DO), ("due_at", "id"), limit, after, before)


def building_page(scope: Scope, after: str = "", before: str = "", limit: int = PAGE) -> Page[Task]:
    """The same door by door: by building, then address."""
    return page(_owned(scope).filter(status__in=TO_DO), ("building", "address", "id"), limit, after, before)


def report_that_counts(scope: Scope, task_id: int) -> Report | None:
    """The newest report of a task that is not late, with who wrote it; None if there is none in the scope."""
    mine = Report.objects.filter(task__in=Task.objects.within(scope).filter(pk=task_id), late=False)
    return mine.select_related("by").order_by("-id").first()


def done_since(scope: Scope, since: datetime) -> list[Report]:
    """What the actor himself has reported since a moment, newest first, with its task."""
    return list(
        Report.objects.filter(by_id=scope.actor.user_id, at__gte=since)
        .select_related("task")
        .order_by("-id")[:PAGE]
    )


def handed_away(scope: Scope, since: datetime) -> list[Handover]:
    """What the actor's body has offered to other territories since a moment, newest first."""
    return list(
        Handover.objects.filter(source_body_id=scope.actor.body_id, offered_at__gte=since).order_by("-id")[
            :PAGE
        ]
    )
