"""The worker itself: jobs run, fail and come back; those of a dead worker are given to another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app

from gangmu.kernel import jobs
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.facts import Fact, FactRow, connect, record
from gangmu.reactions import REACTIONS
from tests.kernel.conftest import member

ME = member(Jurisdiction.everything())
heard: list[int] = []
faults: list[str] = []


@dataclass(frozen=True)
class Knocked(Fact, kind="tests.knocked"):
    """Somebody knocked."""


def answer(fact: FactRow) -> None:
    if faults:
        raise RuntimeError(faults.pop())
    heard.append(fact.subject_id)


@pytest.fixture(autouse=True)
def _reactions(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # the worker's threads end here
    heard.clear()
    faults.clear()
    connect({Knocked: (answer,)})
    yield
    connect(REACTIONS)


def with_connector(do: Callable[[], Awaitable[None]]) -> None:
    """As the worker's command does it: on an asynchronous connection pool of its own."""

    async def opened() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as mine:  # type: ignore[attr-defined]
            async with mine.open_async():
                await do()

    # In a thread of its own: a browser that another test of this process has opened keeps an event loop in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(async_to_sync(opened)).result()


def work(queue: str = "facts") -> None:
    """A worker that runs what is due, and goes."""
    with_connector(lambda: app.run_worker_async(wait=False, install_signal_handlers=False, queues=[queue]))


def states() -> list[Any]:
    return fetch("SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = 'kernel.react'")


def test_a_recorded_fact_reaches_its_reaction_through_the_worker() -> None:
    record(ME, Knocked(7, 1))
    work()
    assert heard == [7]


def test_a_job_that_is_done_leaves_nothing_behind() -> None:
    record(ME, Knocked(7, 1))
    work()
    work("house")  # a worker has put `revive` there by itself
    assert fetch("SELECT task_name FROM procrastinate_jobs WHERE status <> 'todo'") == []
    assert fetch("SELECT * FROM procrastinate_events WHERE type = 'succeeded'") == []


def test_a_job_that_failed_is_due_again_later_and_then_succeeds() -> None:
    faults.append("nobody at home")
    record(ME, Knocked(7, 1))
    work()
    assert (heard, states()) == ([], [("todo", 1)])
    run("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work()
    assert (heard, states()) == ([7], [])


def test_the_job_of_a_worker_that_died_is_given_back() -> None:
    record(ME, Knocked(7, 1))
    _taken("kernel.react", seconds_ago=11)
    work()
    assert heard == []
    _revive()
    work()
    assert heard == [7]


def test_a_dead_worker_s_job_gives_way_to_the_next_of_its_kind_and_hinders_no_other() -> None:
    """The next one waits for it by its lock, and it can't wait beside the next one by its queueing lock."""
    defer = "INSERT INTO procrastinate_jobs (task_name, queue_name, lock, queueing_lock) VALUES ('x', 'x', 'x', 'x')"
    run(defer)
    _taken("x", seconds_ago=11)
    run(defer)
    record(ME, Knocked(7, 1))
    _taken("kernel.react", seconds_ago=11)
    _revive()
    assert fetch("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'x'") == [("todo",)]
    work()
    assert heard == [7]


def test_the_job_of_a_worker_that_lives_is_left_alone() -> None:
    record(ME, Knocked(7, 1))
    _taken("kernel.react", seconds_ago=4)
    _revive()
    assert states()[0][0] == "doing"


def test_a_living_worker_beats_several_times_before_it_counts_as_dead() -> None:
    assert settings.PROCRASTINATE_WORKER_DEFAULTS["update_heartbeat_interval"] * 5 <= jobs.DEAD_AFTER


def _taken(task: str, *, seconds_ago: int) -> None:
    """A worker that was last heard of so long ago has begun this job."""
    run(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s')",
        [seconds_ago],
    )
    run(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        " WHERE task_name = %s",
        [task],
    )


def _revive() -> None:
    with_connector(lambda: jobs.revive(timestamp=0))
