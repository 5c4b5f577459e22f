"""Facts commit with what they tell of; each reaction to each runs once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction

from gangmu.kernel import facts, jobs
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.facts import Fact, FactRow, connect, record
from gangmu.kernel.scope import Scope, entered, told
from gangmu.reactions import REACTIONS
from tests.kernel.conftest import member


@dataclass(frozen=True)
class BellRung(Fact, kind="tests.bell_rung"):
    """Somebody rang."""

    times: int


@dataclass(frozen=True)
class NobodyCares(Fact, kind="tests.nobody_cares"):
    """Something without consequences."""


ME = member(Jurisdiction.everything())
heard: list[str] = []
faults: list[str] = []


def write(name: str) -> None:
    """A trace in the database that a rollback would take with it."""
    heard.append(name)
    FactRow.objects.create(
        kind=f"trace.{name}", subject_id=0, area=0, actor=told()["actor"], at="2026-03-02T00:00Z"
    )


def open_the_door(fact: FactRow) -> None:
    write("door")


def wake_the_dog(fact: FactRow) -> None:
    write("dog")
    if faults:
        raise RuntimeError(faults.pop())


def put_the_kettle_on(fact: FactRow) -> None:
    write("kettle")


def traces() -> list[str]:
    rows = FactRow.objects.filter(kind__startswith="trace.").order_by("id")
    return [row.kind.removeprefix("trace.") for row in rows]


@pytest.fixture(autouse=True)
def _reactions() -> Iterator[None]:
    heard.clear()
    faults.clear()
    connect({BellRung: (open_the_door, wake_the_dog, put_the_kettle_on)})
    yield
    connect(REACTIONS)


def test_a_fact_and_its_job_commit_with_the_work_or_not_at_all(db: None) -> None:
    try:
        with entered(Scope.of(ME)):
            record(ME, BellRung(1, 2, times=3))
            assert (_facts(), _jobs()) == (1, 1)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert (_facts(), _jobs()) == (0, 0)


def test_a_fact_keeps_what_it_says_and_who_said_it(db: None) -> None:
    [number] = record(ME, BellRung(subject_id=5, area=441300, times=3))
    row = FactRow.objects.get(pk=number)
    assert (row.kind, row.subject_id, row.area, row.data, row.actor) == (
        "tests.bell_rung", 5, 441300, {"times": 3}, "1/10",
    )  # fmt: skip


def test_a_fact_nobody_reacts_to_makes_no_job(db: None) -> None:
    record(ME, NobodyCares(1, 2))
    assert (_facts(), _jobs()) == (1, 0)


def test_facts_of_a_large_step_share_jobs(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "JOB_SIZE", 10)
    record(ME, *(BellRung(n, 2, times=1) for n in range(25)))
    sizes = fetch("SELECT jsonb_array_length(args -> 'fact_ids') FROM procrastinate_jobs ORDER BY id")
    assert sizes == [(10,), (10,), (5,)]


def test_facts_are_never_changed_or_removed(db: None) -> None:
    record(ME, BellRung(1, 2, times=3))
    for statement in (
        "UPDATE kernel_fact SET actor = 'x'",
        "DELETE FROM kernel_fact",
        "TRUNCATE kernel_fact CASCADE",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            run(statement)


def test_every_reaction_runs_once_although_the_job_runs_twice(db: None) -> None:
    numbers = record(ME, BellRung(1, 2, times=3), BellRung(2, 2, times=1))
    jobs.react(numbers)
    jobs.react(numbers)
    assert heard == traces() == ["door", "dog", "kettle"] * 2


def test_a_reaction_acts_as_the_system(db: None) -> None:
    jobs.react(record(ME, BellRung(1, 2, times=3)))
    assert set(FactRow.objects.filter(kind="trace.dog").values_list("actor", flat=True)) == {
        "system:reaction tests.bell_rung"
    }


def test_a_failing_reaction_is_tried_again_and_the_others_are_not(db: None) -> None:
    faults.append("asleep")
    numbers = record(ME, BellRung(1, 2, times=3), BellRung(2, 2, times=1))
    with pytest.raises(ExceptionGroup) as failed:
        jobs.react(numbers)
    assert failed.group_contains(RuntimeError, match="asleep")
    assert heard == ["door", "dog", "kettle"] * 2
    assert traces() == ["door", "kettle", "door", "dog", "kettle"]
    jobs.react(numbers)
    assert traces() == ["door", "kettle", "door", "dog", "kettle", "dog"]


def test_two_workers_with_the_same_job_run_each_reaction_once(transactional_db: None) -> None:
    numbers = record(ME, *(BellRung(n, 2, times=1) for n in range(5)))

    def work() -> None:
        try:
            jobs.react(numbers)
        finally:
            connection.close()

    _threads(work, 2)
    assert sorted(traces()) == ["dog"] * 5 + ["door"] * 5 + ["kettle"] * 5


def test_two_kinds_of_fact_never_share_a_name() -> None:
    with pytest.raises(ValueError, match="two facts"):

        class Again(Fact, kind="tests.bell_rung"):
            pass


def test_a_job_that_fails_is_put_back_with_a_pause_that_grows() -> None:
    assert jobs.react.retry_strategy is jobs.retrying
    assert jobs.retrying.max_attempts == 8
    assert jobs.retrying.exponential_wait == 2


def _facts() -> int:
    return FactRow.objects.filter(kind__startswith="tests.").count()


def _jobs() -> int:
    return int(fetch("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'kernel.react'")[0][0])


def _threads(work: Callable[[], None], count: int) -> None:
    threads = [Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
