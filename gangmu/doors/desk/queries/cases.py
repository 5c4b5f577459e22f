"""Tasks as desk pages list them, and the queues of reviewers and hand-overs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from gangmu.casework import policy
from gangmu.casework.models import Escalation, Handover, Review, Task
from gangmu.casework.queries.queues import Look, Packs, looks, waiting_at
from gangmu.casework.states import STILL_OPEN
from gangmu.kernel import clock
from gangmu.kernel.bulk import streamed
from gangmu.kernel.recall import CAP, recalled
from gangmu.kernel.scope import Actor, Scope

SIZE = 50
LISTED = (
    "pk", "kind", "name", "person__document_mask", "address", "area", "status", "urgent", "owner__name", "due_at",
    "sources",
)  # fmt: skip
EXPORTED = (
    "pk", "kind", "status", "urgent", "name", "person__document_mask", "address", "area", "owner__name", "due",
    "sources",
)  # fmt: skip
OPEN = [str(s) for s in STILL_OPEN]


class TaskLine(NamedTuple):
    """A task as a list shows it: the values of LISTED. Fifty models of three tables each cost more than their page."""

    pk: int
    kind: str
    name: str
    mask: str | None
    address: str
    area: int
    status: str
    urgent: bool
    owner: str
    due_at: datetime
    sources: int


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of tasks and the id from which the next one continues, 0 at the end."""

    tasks: list[TaskLine]
    older: int


def tasks_in(
    scope: Scope, status: str = "", late: bool = False, urgent: bool = False, before: int = 0
) -> TaskPage:
    """Tasks of the scope's ground, newest first. `status` also 'unfinished'; `late`: open, and seen to be late."""
    lines = _page.rows(scope, status, late, urgent, **({"before": before} if before else {}))
    tasks = [TaskLine(*line) for line in lines[:SIZE]]
    return TaskPage(tasks, tasks[-1].pk if len(lines) > SIZE else 0)


@recalled
def _page(
    scope: Scope, status: str, late: bool, urgent: bool, before: int = 0
) -> QuerySet[Task, tuple[Any, ...]]:
    which = _listed(scope, status, late, urgent)
    if before:
        which = which.filter(pk__lt=before)
    found = which.order_by("-pk").values("pk")[: SIZE + 1]
    # First which, then what of them: a page joins fifty persons, not all of a village. The ground is not named twice,
    # or PostgreSQL would think that hardly anything lies on it, and look through all of it for the fifty.
    return Task.objects.filter(pk__in=found).order_by("-pk").values_list(*LISTED)


def all_tasks(
    scope: Scope, status: str = "", late: bool = False, urgent: bool = False
) -> Iterator[tuple[Any, ...]]:
    """Every task that the same list goes through, for its export: the values of EXPORTED, read as a stream."""
    tasks = _listed(scope, status, late, urgent).annotate(due=Cast("due_at", TextField()))
    return streamed(tasks.order_by("-pk").values_list(*EXPORTED))


def _listed(scope: Scope, status: str, late: bool, urgent: bool) -> QuerySet[Task]:
    tasks: QuerySet[Task] = Task.objects.within(scope)
    if late:
        tasks = tasks.filter(late=True)
    if status == "unfinished":
        tasks = tasks.filter(status__in=OPEN)
    elif status:
        tasks = tasks.filter(status=status)
    return tasks.filter(urgent=True) if urgent else tasks


def late_tasks(scope: Scope, size: int = 8) -> list[Task]:
    """The open tasks that are longest past their deadline."""
    tasks = _listed(scope, "", True, False).select_related("owner")
    return list(tasks.order_by("due_at", "pk")[:size])


# ---- the two gates


def gates_of(actor: Actor) -> list[str]:
    """The gates at which a post sits."""
    return [
        gate
        for gate, may in (("compare", policy.may_compare(actor)), ("release", policy.may_release(actor)))
        if may
    ]


@recalled
def at_gate(scope: Scope, gate: str, packs: Packs) -> QuerySet[Task]:
    """Tasks whose report waits at a gate for the actor, CAP of them at most; `packs` as for `waiting_at`."""
    return waiting_at(scope, gate, packs).order_by()[:CAP]


def queue(scope: Scope, gate: str, size: int = 12, skip: Collection[int] = ()) -> list[Look]:
    """The reports that wait at a gate and are not the actor's own work: urgent first, then by deadline."""
    order = ("-urgent", "due_at", "pk")
    found = list(
        waiting_at(scope, gate).exclude(pk__in=skip).order_by(*order).values_list("pk", flat=True)[:size]
    )
    tasks = Task.objects.filter(pk__in=found).select_related("owner", "person", "incident")
    return looks(list(tasks.order_by(*order)))


def first_pass(scope: Scope, days: int = 1) -> tuple[int, int]:
    """(reports reviewed for the first time, of these passed) in the last days: the first-pass rate (一次性通过率)."""
    first = Review.objects.within(scope).filter(at__gte=clock.now() - timedelta(days=days), gate="compare")
    found = first.aggregate(reviewed=Count("pk"), passed=Count("pk", filter=Q(passed=True)))
    return found["reviewed"], found["passed"]


# ---- handing over


@recalled
def offered_here(scope: Scope) -> QuerySet[Handover]:
    """Tasks that others offer to this ground, CAP of them at most."""
    where = scope.jurisdiction
    offered = Handover.objects.filter(
        status=Handover.Status.OFFERED, target_area__gte=where.lo, target_area__lt=where.hi
    )
    return offered.order_by()[:CAP]


def offered_by(scope: Scope, size: int = 30) -> list[Handover]:
    """The newest hand-overs that left this ground, with their answers."""
    where = scope.jurisdiction
    offers = Handover.objects.filter(source_area__gte=where.lo, source_area__lt=where.hi)
    return list(offers.select_related("source_body", "offered_by", "answered_by").order_by("-pk")[:size])


def escalations_in(scope: Scope, level: str, size: int = 20) -> list[Escalation]:
    """What a level of the headrope was told on this ground and has not closed, newest first."""
    told: Any = Escalation.objects.within(scope).filter(level=level, task__status__in=OPEN)
    return list(told.select_related("task__owner", "timer").order_by("-at", "-pk")[:size])


def queue_sizes(scope: Scope) -> list[dict[str, Any]]:
    """For each of the actor's gates {gate, size, oldest}: how many wait (up to CAP), and when the oldest is due."""
    sizes = []
    for gate in gates_of(scope.actor):
        waiting = waiting_at(scope, gate)
        oldest = waiting.order_by("due_at", "pk").values_list("due_at", flat=True).first()
        sizes.append({"gate": gate, "size": waiting.order_by()[:CAP].count(), "oldest": oldest})
    return sizes
