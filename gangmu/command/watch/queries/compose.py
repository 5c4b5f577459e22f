"""What is open in an office at this moment, queue by queue: what a changeover hands on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet

from gangmu.casework.models import Escalation, Task
from gangmu.casework.queries import count_open, offers_here
from gangmu.casework.states import STILL_OPEN
from gangmu.command.watch.models import Point, Watch
from gangmu.command.watch.rules import Entry, Section, Snapshot
from gangmu.command.watch.rules.protocol import LISTED, Code
from gangmu.control.intake.queries import rows_waiting, waiting_batches, waiting_rows
from gangmu.ground.organization.queries import red_trios
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

SOON = timedelta(hours=12)  # a shift: what falls due in the next one
OPEN = [str(status) for status in STILL_OPEN]
MOST = 500  # hand-overs counted


def compose(scope: Scope, watch: Watch) -> Snapshot:
    """All that waits on the office's ground now. `scope` is that of the office."""
    return Snapshot(
        office=watch.body.code,
        watch=watch.pk,
        made_at=clock.now(),
        sections=(
            _section("rows", rows_waiting.count(scope), _rows(scope)),
            _batches(scope),
            _offers(scope),
            _section("late", count_open(scope).overdue, _tasks(_late(scope))),
            _section("soon", _soon(scope).count(), _tasks(_soon(scope))),
            _told(scope),
            _red(scope),
            _points(scope, watch.body_id),
        ),
    )


def counts_now(scope: Scope, watch: Watch) -> dict[str, int]:
    """How many wait in each section now: beside what was signed."""
    return {section.code: section.count for section in compose(scope, watch).sections}


def open_points(scope: Scope, body_id: int) -> list[Point]:
    """What is marked for whoever comes next and not done, what is due first on top."""
    points: QuerySet[Point] = Point.objects.within(scope).filter(body_id=body_id, done_at=None)
    return list(points.select_related("raised_by").order_by("due_at", "pk"))


def _section(code: Code, count: int, entries: Iterable[Entry]) -> Section:
    return Section(code=code, count=count, entries=tuple(entries)[:LISTED])


def _rows(scope: Scope) -> list[Entry]:
    return [Entry(ref="row", id=row.pk, at=row.batch.pushed_at) for row in waiting_rows(scope, LISTED)]


def _batches(scope: Scope) -> Section:
    found = waiting_batches(scope)
    return _section(
        "batches",
        len(found),
        (Entry(ref="batch", id=batch.pk, at=batch.pushed_at, what=str(n)) for batch, n in found[:LISTED]),
    )


def _offers(scope: Scope) -> Section:
    found = offers_here(scope, MOST)
    entries = (Entry(ref="task", id=offer.task_id, at=offer.offered_at) for offer in found[:LISTED])
    return _section("offers", len(found), entries)


def _late(scope: Scope) -> QuerySet[Task]:
    tasks: QuerySet[Task] = Task.objects.within(scope).filter(late=True)
    return tasks


def _soon(scope: Scope) -> QuerySet[Task]:
    now = clock.now()
    tasks: QuerySet[Task] = Task.objects.within(scope).filter(status__in=OPEN, late=False)
    return tasks.filter(due_at__gt=now, due_at__lte=now + SOON)


def _tasks(tasks: QuerySet[Task]) -> list[Entry]:
    found = tasks.order_by("due_at", "pk").values_list("pk", "due_at", "status")[:LISTED]
    return [Entry(ref="task", id=pk, at=due, what=status) for pk, due, status in found]


def _told(scope: Scope) -> Section:
    """Passed deadlines of which the office was told and whose tasks are still open."""
    told: QuerySet[Escalation] = Escalation.objects.within(scope).filter(
        level="office", task__status__in=OPEN
    )
    found = told.order_by("-at", "-pk").values_list("task_id", "at", "timer__stage")[:LISTED]
    return _section("told", told.count(), (Entry(ref="task", id=pk, at=at, what=s) for pk, at, s in found))


def _red(scope: Scope) -> Section:
    found = red_trios(scope)
    entries = (
        Entry(ref="trio", id=trio.body_id, what=" ".join(trio.reasons)[:300]) for trio in found[:LISTED]
    )
    return _section("red", len(found), entries)


def _points(scope: Scope, body_id: int) -> Section:
    found = open_points(scope, body_id)
    entries = (Entry(ref="point", id=p.pk, at=p.due_at, what=p.text) for p in found[:LISTED])
    return _section("points", len(found), entries)
