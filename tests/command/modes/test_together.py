"""Several at once: a reader who never sees a task without an owner, two leaders, an opening under way, a death."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from gangmu.casework.models import Task
from gangmu.command.modes import actions
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.command.modes.conftest import WHY, Switching

LOST = """
    SELECT count(*) FILTER (WHERE b.standing_by), count(*)
      FROM casework_task t JOIN organization_body b ON b.id = t.owner_id
     WHERE t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')"""


def apart(do: Callable[[], Any]) -> Any:
    """Run on a connection of one's own, as another process would."""
    try:
        return do()
    finally:
        connection.close()


def tried(do: Callable[[], Any]) -> Any:
    """What it returns, or the code of its refusal."""
    try:
        return do()
    except Refused as refused:
        return refused.code


def test_no_reader_sees_a_task_without_an_owner_and_of_two_who_click_one_wins(
    transactional_db: None, switching: Switching
) -> None:
    tasks = switching.tasks()
    plan_id = switching.plan()
    done = Event()
    looks: list[tuple[int, int]] = []

    def watch() -> None:
        while not done.is_set():
            with transaction.atomic(), bulk_role():
                looks.append(fetch(LOST)[0])

    def click() -> Any:
        return tried(lambda: actions.activate(switching.city, uuid4(), plan_id, WHY))

    def push() -> int:
        with entered(Scope.system("test")):
            return switching.task(Task.objects.get(pk=tasks[0]).area)

    with ThreadPoolExecutor(4) as pool:
        watching = pool.submit(apart, watch)
        clicks = [pool.submit(apart, click) for _ in range(2)]
        pushed = pool.submit(apart, push)
        said = sorted(str(one.result(timeout=60)) for one in clicks)
        pushed.result(timeout=60)
        assert tried(lambda: actions.roll_back(switching.city, uuid4(), plan_id, WHY)) in (6, 7)
        done.set()
        watching.result(timeout=60)
    assert said[1] == "move_not_possible" and said[0] in ("6", "7")
    assert len(looks) > 2 and {lost for lost, _all in looks} == {0}
    assert switching.unowned() == []


def test_a_switch_that_dies_before_it_commits_has_changed_nothing(
    transactional_db: None, switching: Switching
) -> None:
    tasks = switching.tasks()
    plan_id = switching.plan()
    before = switching.owners(tasks)

    def die() -> None:
        with entered(Scope.of(switching.city)):
            assert actions.activate(switching.city, uuid4(), plan_id, WHY) == 6
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                killed.append(cursor.fetchone()[0])
            connection.connection.close()  # the process is gone before its transaction has ended

    killed: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        pool.submit(apart, lambda: _fails(die)).result(timeout=60)
    assert killed
    assert switching.owners(tasks) == before and switching.unowned() == []
    assert switching.status(plan_id) == "checked"
    assert switching.activate(plan_id) == 6


def _fails(do: Callable[[], None]) -> None:
    try:
        do()
    except Exception as failure:
        assert "closed" in str(failure), failure
