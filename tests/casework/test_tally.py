"""The tally of tasks says what a count says, whoever writes, before, between and after folds (ADR 14)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.casework import actions, queries
from gangmu.casework.models import Task, TaskTally
from gangmu.casework.queries import FIGURES
from gangmu.casework.states import LIFECYCLE, STILL_OPEN
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.scope import Scope, entered, tell
from tests.casework.test_two_phones import at_once
from tests.casework.world import FOUND, HERE, KIND, NOON, THERE, World, build, own_pack

SYSTEM = Scope.system("test")
AREAS = (HERE, HERE + 2, HERE + 1000, THERE, THERE // 10**6 * 10**6)
RELEASED = ("released", "closed")
STEPS = ("push", "move", "move", "move", "recode", "late", "withdraw", "fold", "day", "touch")


def counted() -> dict[int, Counter[str]]:
    """What `standing` has to say, counted task by task."""
    found: dict[int, Counter[str]] = {}
    for task in Task.objects.all():
        here = found.setdefault(task.area // 1000 * 1000, Counter())
        here[task.status] += 1
        here["late"] += task.status in STILL_OPEN and task.missed_at == task.due_at
        here["today"] += task.status in RELEASED and task.released_on == clock.today()
    return {area: +numbers for area, numbers in found.items()}


def told(scope: Scope = SYSTEM, incident: int | None = None) -> dict[int, Counter[str]]:
    lines = queries.standing(scope, incident_id=incident)
    found = {area: Counter(dict(zip(FIGURES, numbers, strict=True))) for area, *numbers in lines}
    return {area: +numbers for area, numbers in found.items() if +numbers}


def fold() -> int:
    return actions.fold_tally(SYSTEM.actor)


def lines() -> int:
    return TaskTally.objects.count()


def push(world: World, areas: list[int]) -> None:
    Task.objects.bulk_create(
        Task(kind=KIND, incident=world.incident, category="arrival", owner_id=world.cadre.body_id, area=area,
             name="x", created_at=clock.now(), due_at=clock.now() + timedelta(hours=2))
        for area in areas
    )  # fmt: skip


def moved(data: st.DataObject) -> None:
    """Some tasks of one state make one move, as bulk statements do."""
    standing = sorted(set(Task.objects.values_list("status", flat=True)))
    status = data.draw(st.sampled_from(standing)) if standing else ""
    moves = LIFECYCLE.open_moves(status) if status else ()
    if not moves:
        return
    move = data.draw(st.sampled_from(moves))
    ids = list(Task.objects.filter(status=status).order_by("pk").values_list("pk", flat=True))
    more: dict[str, Any] = {"claimed_at": clock.now()}
    if move.name == "offer":
        more["area"] = data.draw(st.sampled_from(AREAS))
    if move.target in ("reported", "compared", "returned", "open"):
        more["due_at"] = clock.now() + timedelta(hours=1)
    if move.name == "release":
        more["released_on"] = clock.today()
    tell(move=move.name)
    Task.objects.filter(pk__in=ids[: data.draw(st.integers(1, 4))]).update(status=str(move.target), **more)


def recoded(data: st.DataObject) -> None:
    old, new = data.draw(st.sampled_from(AREAS)), data.draw(st.sampled_from(AREAS))
    Task.objects.filter(area=old).update(area=new)


def missed() -> None:
    run("UPDATE casework_task SET missed_at = due_at WHERE due_at <= %s", [clock.now()])


def withdrawn(data: st.DataObject) -> None:
    ids = list(Task.objects.filter(status="open").order_by("-pk").values_list("pk", flat=True))
    run("DELETE FROM casework_task WHERE id = ANY(%s)", [ids[: data.draw(st.integers(0, 5))]])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_happens_to_tasks_the_tally_says_what_a_count_says(
    world: World, data: st.DataObject
) -> None:
    with transaction.atomic(), entered(SYSTEM):
        with bulk_role():
            _walk(world, data)
        transaction.set_rollback(True)


def _walk(world: World, data: st.DataObject) -> None:
    now = NOON
    for _ in range(data.draw(st.integers(5, 25))):
        with clock.at(now):
            step = data.draw(st.sampled_from(STEPS))
            if step == "push":
                push(world, data.draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=6)))
            elif step == "move":
                moved(data)
            elif step == "recode":
                recoded(data)
            elif step == "late":
                missed()
            elif step == "withdraw":
                withdrawn(data)
            elif step == "fold":
                fold()
            elif step == "touch":
                before = lines()
                Task.objects.update(last_contact_by="x")
                assert lines() == before
            else:
                now += timedelta(hours=9)
        with clock.at(now):
            assert told() == counted(), step
    with clock.at(now):
        assert actions.recount_tally(SYSTEM.actor) == []
        fold()
        assert fold() == 0
        assert told() == counted()
        assert lines() <= 2 * len(AREAS)


def test_the_loop_through_its_actions_is_counted_and_a_release_is_of_its_day(world: World) -> None:
    with clock.at(NOON):
        task = world.reported()
        world.task("居民乙")
        other = world.task("居民丙", area=THERE)
        world.do(world.comparer, actions.compare, task)
        world.do(world.gatekeeper, actions.release, task)
        world.do(world.far_cadre, actions.offer_handover, other, HERE, "住在东社区")
        with entered(SYSTEM):
            assert told() == {HERE: Counter(open=1, offered=1, released=1, today=1)} == counted()
            actions.close_released(SYSTEM.actor)
            assert fold() == 2  # what was released today, and the rest
            assert told() == {HERE: Counter(open=1, offered=1, closed=1, today=1)} == counted()
    with clock.at(NOON + timedelta(days=1)), entered(SYSTEM):
        assert told() == {HERE: Counter(open=1, offered=1, closed=1)} == counted()
        assert fold() == 1 and lines() == 1


def test_a_task_is_late_from_its_deadline_until_its_next_stage_begins(world: World) -> None:
    """At every stage at the deadline itself, though who sits above is told later."""
    with clock.at(NOON):
        task = world.task()
    for act, who, *given_ in (
        (actions.report, world.police, "found", FOUND),
        (actions.compare, world.comparer),
        (actions.release, world.gatekeeper),
    ):
        with entered(SYSTEM):
            due = Task.objects.get(pk=task).due_at
        for minutes, late in ((-1, 0), (0, 1)):
            with clock.at(due + timedelta(minutes=minutes)), entered(SYSTEM):
                actions.tell_deadlines(SYSTEM.actor)
                assert queries.count_open(SYSTEM).overdue == late
                assert told() == counted()
        with clock.at(due + timedelta(minutes=1)):
            world.do(who, act, task, *given_)
            with entered(SYSTEM):
                assert queries.count_open(SYSTEM).overdue == 0


def test_a_reader_sees_the_numbers_of_his_own_ground_and_of_one_incident(world: World) -> None:
    world.task("居民甲")
    world.task("居民乙", area=THERE)
    with own_pack(world) as other:
        other.task("居民丙")
    with entered(Scope.of(world.police)) as scope:
        assert told(scope) == {HERE: Counter(open=2)}
        assert told(scope, world.incident.pk) == {HERE: Counter(open=1)}
        assert TaskTally.objects.count() == 2  # row security, without any filter
    with entered(Scope.of(world.desk)) as scope:
        assert queries.count_open(scope).by_status == {"open": 3}


def test_a_recount_puts_right_what_is_wrong_and_says_what_it_was(world: World) -> None:
    world.task("居民甲")
    world.task("居民乙", area=THERE)
    with entered(SYSTEM):
        with bulk_role():
            run("DELETE FROM casework_tasktally WHERE area = %s", [HERE])
            run("UPDATE casework_tasktally SET open = 5, late = 1 WHERE area = %s", [THERE])
        wrong = {line["area"]: (line["open"], line["late"]) for line in actions.recount_tally(SYSTEM.actor)}
        assert wrong == {HERE: (1, 0), THERE: (-4, -1)}
        assert told() == counted()
        assert actions.recount_tally(SYSTEM.actor) == []


def test_nobody_writes_the_tally_by_hand(world: World) -> None:
    world.task()
    with entered(SYSTEM):
        for statement in ("UPDATE casework_tasktally SET open = 0", "DELETE FROM casework_tasktally"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                run(statement)


@pytest.mark.django_db(transaction=True)
def test_two_reports_in_one_grid_do_not_wait_for_each_other_nor_for_a_fold() -> None:
    world = build()
    tasks = [world.task(f"居民{n}") for n in range(3)]
    with entered(SYSTEM):
        fold()
        tell(actor="system:test", move="claim")
        Task.objects.filter(pk=tasks[0]).update(status="claimed", claimed_at=NOON)

        def second() -> int:
            with entered(SYSTEM):
                run("SET LOCAL lock_timeout = '2s'")
                Task.objects.filter(pk=tasks[1]).update(status="claimed", claimed_at=NOON)
                return fold()

        assert at_once(second) == [1]  # the first one's line is not seen by it, and is not lost
        assert told() == {HERE: Counter(open=1, claimed=2)}
    with entered(SYSTEM):
        assert told() == counted() == {HERE: Counter(open=1, claimed=2)}
        assert actions.recount_tally(SYSTEM.actor) == []


@pytest.mark.django_db(transaction=True)
def test_two_folds_at_once_and_a_fold_that_is_killed_lose_nothing() -> None:
    world = build()
    for n in range(4):
        world.task(f"居民{n}")
        world.task(f"村民{n}", area=THERE)
    folded, killed = Event(), Event()

    def first() -> int:
        with entered(SYSTEM):
            found = fold()
            pid.append(fetch("SELECT pg_backend_pid()")[0][0])
            folded.set()
            killed.wait(10)
            return found

    def other() -> int:
        with entered(SYSTEM):
            run("SET LOCAL lock_timeout = '2s'")
            return fold()

    pid: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        dying = pool.submit(lambda: _closed(first))
        assert folded.wait(10)
        assert other() == 0  # all lines are in the first one's hands
        with entered(SYSTEM):
            assert told() == counted()
            fetch("SELECT pg_terminate_backend(%s)", pid)
        killed.set()
        assert isinstance(dying.exception(20), DatabaseError)
    with entered(SYSTEM):
        assert lines() == 8 and told() == counted()
    at_once(other, other, other)  # each takes what is free then: one of them all, or all of them some
    with entered(SYSTEM):
        assert lines() < 8 and told() == counted()
        fold()
        assert lines() == 2 and told() == counted()
        assert actions.recount_tally(SYSTEM.actor) == []


def _closed(work: Any) -> Any:
    try:
        return work()
    finally:
        connection.close()
