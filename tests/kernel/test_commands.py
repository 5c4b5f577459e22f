"""A command is carried out once, however often and from wherever it arrives."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import run as run_sql
from gangmu.kernel.commands import KEPT, forget, once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import CommandRow
from gangmu.kernel.scope import Scope, entered, told
from tests.kernel.conftest import member

ME = member(Jurisdiction.everything())


def test_the_second_arrival_gets_the_first_result(db: None) -> None:
    done: list[int] = []
    command = uuid4()

    def work() -> dict[str, int]:
        done.append(1)
        return {"times": len(done)}

    assert once(ME, command, "report", work) == {"times": 1}
    assert once(ME, command, "report", work) == {"times": 1}
    assert once(ME, uuid4(), "report", work) == {"times": 2}


def test_a_command_without_result_is_remembered_too(db: None) -> None:
    done: list[int] = []
    command = uuid4()
    for _ in range(2):
        assert once(ME, command, "report", lambda: done.append(1)) is None
    assert done == [1]


def test_an_id_used_by_somebody_else_or_for_something_else_is_refused(db: None) -> None:
    command = uuid4()
    once(ME, command, "report", lambda: "secret")
    for actor, kind in ((member(Jurisdiction.everything(), user=2), "report"), (ME, "release")):
        with pytest.raises(Refused) as refused:
            once(actor, command, kind, lambda: "never")
        assert refused.value.code == "command_id_taken"
        assert "secret" not in str(refused.value.params)


def test_old_commands_are_forgotten_in_slices_and_young_ones_kept(db: None) -> None:
    now = clock.now()
    for days in (200, 100, 91, 1):
        with clock.at(now - timedelta(days=days)):
            once(ME, uuid4(), "report", lambda: None)
    assert forget(now - KEPT, most=2) == 3
    assert CommandRow.objects.get().at > now - timedelta(days=2)


def test_a_refused_command_leaves_its_id_free_and_nothing_behind(db: None) -> None:
    command = uuid4()

    def refuse() -> None:
        CommandRow.objects.create(id=uuid4(), kind="trace", actor="x", at="2026-03-02T00:00Z")
        raise Refused("not_allowed")

    with pytest.raises(Refused):
        once(ME, command, "report", refuse)
    assert CommandRow.objects.count() == 0
    assert once(ME, command, "report", lambda: "better now") == "better now"


def test_history_learns_the_command_while_it_runs(db: None) -> None:
    command = uuid4()
    with entered(Scope.of(ME)):
        assert once(ME, command, "report", lambda: told()["command"]) == str(command)


def test_of_two_at_the_same_moment_one_works_and_both_get_its_result(transactional_db: None) -> None:
    command = uuid4()
    done: list[int] = []
    results = _together(4, lambda: once(ME, command, "report", lambda: _slow_work(done)))
    assert done == [1]
    assert results == ["result"] * 4


def test_when_the_first_of_two_fails_the_second_does_the_work(transactional_db: None) -> None:
    command = uuid4()
    tried: list[int] = []

    def fail_once() -> str:
        tried.append(1)
        _wait_in_the_database()
        if len(tried) == 1:
            raise Refused("not_allowed")
        return "done"

    results = _together(2, lambda: once(ME, command, "report", fail_once))
    assert sorted(map(str, results)) == ["done", "not_allowed"]


def _slow_work(done: list[int]) -> str:
    done.append(1)
    _wait_in_the_database()
    return "result"


def _wait_in_the_database() -> None:
    """Until another connection waits for this one's lock: so the two are certainly at work together."""
    run_sql(
        "DO $$ BEGIN FOR i IN 1..200 LOOP"
        " EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)));"
        " PERFORM pg_sleep(0.01); END LOOP; END $$"
    )


def _together(count: int, work: Any) -> list[Any]:
    """What each of some threads got, or the refusal it met; every thread has a connection of its own."""
    barrier = Barrier(count)
    results: list[Any] = []

    def run() -> None:
        barrier.wait()
        try:
            results.append(work())
        except Refused as refused:
            results.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return results


def test_ids_are_uuids_from_the_sender(db: None) -> None:
    command = UUID("0190d6f2-0000-7000-8000-000000000001")
    once(ME, command, "report", lambda: 1)
    assert CommandRow.objects.get().pk == command
