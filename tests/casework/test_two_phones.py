"""Two phones at the same moment, in two real transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from gangmu.casework import actions, queries
from gangmu.casework.models import Report
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import FOUND, build

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run the works in threads of their own, each with its own connection; refusals are returned."""
    start = Barrier(len(works))

    def done(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(done, works))


def until_somebody_waits(what: str) -> None:
    """Until another transaction waits for such a lock; one that never comes to it fails the test, and hangs nothing."""
    deadline = monotonic() + 60
    while not fetch(f"SELECT 1 FROM pg_locks WHERE NOT granted AND {what}"):
        assert monotonic() < deadline


def test_two_members_report_one_door_at_once_one_wins_and_both_reports_are_kept() -> None:
    world = build()
    for n in range(5):
        task = world.task(f"居民{n}")

        def report(actor: Actor, task: int = task) -> Any:
            with entered(Scope.of(actor)) as scope:
                seen = queries.case(scope, task)
                return actions.report(actor, uuid4(), seen, "found", FOUND)

        both = at_once(lambda: report(world.cadre), lambda: report(world.police))
        assert sorted(kept.late for kept in both) == [False, True]
        with entered(Scope.system("test")):
            assert Report.objects.filter(task_id=task).count() == 2


def test_two_members_claim_one_door_at_once_and_one_is_told_who_has_it() -> None:
    world = build()
    for n in range(5):
        task = world.task(f"居民{n}")

        def claim(actor: Actor, task: int = task) -> Any:
            with entered(Scope.of(actor)) as scope:
                return actions.claim(actor, uuid4(), queries.case(scope, task))

        both = at_once(lambda: claim(world.cadre), lambda: claim(world.police))
        assert sorted(both, key=str) == [None, "claimed_by_other"]


def test_the_same_command_sent_twice_at_once_is_carried_out_once() -> None:
    world = build()
    task, command = world.task(), uuid4()

    def report() -> Any:
        with entered(Scope.of(world.police)) as scope:
            return actions.report(world.police, command, queries.case(scope, task), "found", FOUND)

    one, two = at_once(report, report)
    assert one == two
    with entered(Scope.system("test")):
        assert Report.objects.count() == 1


def test_a_repeat_that_looks_while_its_first_arrival_is_carried_out_sees_the_command() -> None:
    """Never the changed task without the command that changed it: that would be told as somebody else's doing."""
    world = build()
    task, command = world.task(), uuid4()
    world.do(world.police, actions.claim, task)
    scope = Scope.of(world.police)
    held = Event()

    def first() -> None:
        with entered(scope):
            run("LOCK TABLE casework_task IN ACCESS EXCLUSIVE MODE")
            actions.unclaim(world.police, command, queries.case(scope, task))
            held.set()
            until_somebody_waits("relation = 'casework_task'::regclass")

    def repeat() -> list[UUID]:
        assert held.wait(60)
        _, (seen,) = queries.at_hand_among(scope, [task], ", kernel_seen(%s)::text", f"{{{command}}}")
        return [UUID(id) for id, *_ in seen]

    assert at_once(first, repeat) == [None, [command]]


def test_a_repeat_that_waits_for_its_first_arrival_gets_the_first_ones_answer() -> None:
    """It has looked before the first ended, and finds the move made when it may write: by itself, not by others."""
    world = build()
    task, command = world.task(), uuid4()
    world.do(world.police, actions.claim, task)
    scope = Scope.of(world.police)
    held = Event()

    def first() -> None:
        with entered(scope):
            actions.unclaim(world.police, command, queries.case(scope, task))
            held.set()
            until_somebody_waits("locktype = 'transactionid'")

    def repeat() -> None:
        assert held.wait(60)
        with entered(scope):
            actions.unclaim(world.police, command, queries.case(scope, task))

    assert at_once(first, repeat) == [None, None]
    assert world.status(task) == "open"
