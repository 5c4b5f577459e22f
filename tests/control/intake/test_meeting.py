"""Two at once: clerks with the same file, desks at the same row, workers at the same batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from gangmu.control.intake import actions
from gangmu.control.intake.actions import push
from gangmu.control.intake.bulk import progress, take_turn
from gangmu.control.intake.jobs import process_push
from gangmu.control.intake.models import Batch, Progress, Row
from gangmu.control.intake.queries import batch_in, settled_of
from gangmu.ground.incidents.queries import newest_pack
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import HERE, incident
from tests.control.intake.conftest import Intake, listed, person
from tests.control.intake.test_settling import tasks

WAITING = (
    "SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE NOT l.granted AND a.datname = current_database()"
)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Does them in threads that start together, each with its own connection; a refusal is an answer."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait(10)
            return deed()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_the_same_file_from_two_clerks_is_one_batch(committed: Intake) -> None:
    rows = [person(n) for n in range(1, 30)]
    first, second = at_once(lambda: committed.push(rows), lambda: committed.push(rows))
    assert first == second or {first, second} & {"move_not_possible"}
    batch = next(one for one in (first, second) if isinstance(one, int))
    committed.settle(batch)
    assert committed.counts(batch) == {"tasks": 29}


def test_the_same_people_in_two_lists_at_once_have_one_check_each(committed: Intake) -> None:
    rows = [person(n) for n in range(1, 30)]
    first, second = committed.upload(rows), committed.upload([*rows, person(30)])
    at_once(lambda: committed.settle(first), lambda: committed.settle(second))
    assert sum(committed.ledger(one)["tasks"] for one in (first, second)) == len(tasks()) == 30


def waiting_row(committed: Intake) -> tuple[int, Callable[[], str]]:
    """A batch whose one row waits, and what a desk does that places it."""
    batch = committed.push([person(1, "惠州市惠城区甲街道")])
    (row,) = committed.rows(batch)
    desk = committed.world.desk

    def place() -> str:
        with entered(Scope.of(desk)):
            return actions.decide_place(desk, uuid4(), row.pk, HERE)

    return batch, place


def test_two_workers_settle_a_batch_once(committed: Intake) -> None:
    batch = committed.upload([person(n) for n in range(1, 10)])
    assert sorted(at_once(lambda: committed.settle(batch), lambda: committed.settle(batch))) == [False, True]
    assert committed.counts(batch) == {"tasks": 9}


def test_of_two_desks_one_places_the_row_and_the_other_is_told(committed: Intake) -> None:
    batch, place = waiting_row(committed)
    assert sorted(at_once(place, place)) == ["row_settled", "task"]
    assert committed.counts(batch) == {"tasks": 1}


def test_a_push_taken_back_before_a_worker_comes_is_as_before_its_commit(intake: Intake) -> None:
    batch_id = intake.upload([person(1)])
    assert cancelled(intake, batch_id)
    assert not intake.settle(batch_id)
    with entered(Scope.of(intake.clerk)) as scope:
        batch = batch_in(scope, batch_id)
        assert batch.status == "ready"
        actions.commit(intake.clerk, uuid4(), batch)
    assert intake.settle(batch_id)
    assert intake.counts(batch_id) == {"tasks": 1}


def cancelled(intake: Intake, batch_id: int) -> bool:
    """What the clerk's button does."""
    with entered(Scope.of(intake.clerk)) as scope:
        return actions.cancel(intake.clerk, batch_in(scope, batch_id))


def test_a_long_push_tells_how_far_it_is_and_gives_way_when_it_is_taken_back(
    committed: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is between two slices when the clerk looks and presses the button, on a connection of his own."""
    batch_id = committed.upload([person(n) for n in range(1, 31)])
    monkeypatch.setattr(push, "CHUNK", 5)
    monkeypatch.setattr(push, "SLICE", 2)
    monkeypatch.setattr(push, "WORTH_HELPERS", 2)
    seen: list[tuple[int, bool]] = []

    @contextmanager
    def watched(of: int) -> Iterator[Callable[[int], None]]:
        with progress(of) as passed:

            def told(rows: int) -> None:
                passed(rows)
                if rows == 20:
                    with ThreadPoolExecutor(1) as clerk:
                        seen.append(clerk.submit(looking).result())

            yield told

    def looking() -> tuple[int, bool]:
        try:
            return settled_of(batch_id), cancelled(committed, batch_id)
        finally:
            connection.close()

    monkeypatch.setattr(push, "progress", watched)
    process_push(batch_id)
    assert seen == [(20, False)]
    with entered(Scope.system("test")) as scope:
        assert batch_in(scope, batch_id).status == "ready"
    assert committed.ledger(batch_id)["received"] == 0
    assert not Progress.objects.exists()


def prepared(intake: Intake) -> tuple[Batch, Batch]:
    """A batch as two pages see it, ready to be committed."""
    with entered(Scope.of(intake.clerk)) as scope:
        data = listed([person(1)])
        one = actions.upload(intake.clerk, uuid4(), intake.world.incident, "18:00", "list.csv", data)
        actions.prepare(intake.clerk, batch_in(scope, one))
        return batch_in(scope, one), batch_in(scope, one)


@pytest.mark.parametrize("action", [actions.prepare, actions.withdraw])
def test_a_page_that_was_there_before_the_commit_undoes_none_of_it(intake: Intake, action: Any) -> None:
    batch, seen_before = prepared(intake)
    with entered(Scope.of(intake.clerk)):
        actions.commit(intake.clerk, uuid4(), batch)
        with pytest.raises(Refused, match="move_not_possible"):
            action(intake.clerk, seen_before)
    assert intake.settle(batch.pk)
    assert intake.counts(batch.pk) == {"tasks": 1}


def test_what_two_pages_prepare_is_ready(intake: Intake) -> None:
    for batch in prepared(intake):
        with entered(Scope.of(intake.clerk)):
            assert actions.prepare(intake.clerk, batch).status == "ready"


def test_a_slot_in_which_a_file_came_meanwhile_is_not_declared_empty(intake: Intake) -> None:
    clerk = intake.clerk
    with entered(Scope.of(clerk)):
        slots = {one.name: one for one in actions.open_slots(clerk, intake.world.incident, clock.today())}
    intake.push([person(1)], slot="18:00")
    with entered(Scope.of(clerk)):
        with pytest.raises(Refused, match="slot_arrived"):
            actions.declare_empty(clerk, slots["18:00"])
        actions.declare_empty(clerk, slots["15:00"])


@contextmanager
def meanwhile(deed: Callable[[], Any]) -> Iterator[Future[Any]]:
    """Somebody does something in a thread; what stands within happens when he waits for a lock of ours."""

    def do() -> Any:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(do)
        while not other.done() and not fetch(WAITING):
            pass
        yield other


def test_pushes_of_two_incidents_that_name_the_same_new_person_are_both_settled(committed: Intake) -> None:
    one = committed.upload([person(1), person(2)])
    with entered(Scope.system("test")), bulk_role():
        other = incident(newest_pack("typhoon"))
    elsewhere = replace(committed, world=replace(committed.world, incident=other))
    two = elsewhere.upload([person(2), person(3)])
    with ExitStack() as stack:
        with entered(Scope.system("test push")) as scope:
            actions.process(scope.actor, one)
            second = stack.enter_context(meanwhile(lambda: committed.settle(two)))
        assert second.result(30) is True
    assert [committed.counts(batch) for batch in (one, two)] == [{"tasks": 2}, {"tasks": 2}]


def test_a_desk_that_waits_for_a_push_keeps_no_row_from_it(committed: Intake) -> None:
    batch, place = waiting_row(committed)
    (row,) = committed.rows(batch)
    with ExitStack() as stack:
        with entered(Scope.system("test push")):
            take_turn()
            waits = stack.enter_context(meanwhile(place))
            assert Row.objects.select_for_update(nowait=True).get(pk=row.pk).outcome == "waiting"
        assert waits.result(30) == "task"
