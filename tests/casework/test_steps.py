"""A move is a command in one round trip: carried out once, under its actor's eyes, with or without a transaction."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from gangmu.casework import actions, queries
from gangmu.casework.models import Report, Task
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import CommandRow
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.test_two_phones import at_once
from tests.casework.world import FOUND, World, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return build()


def seen(actor: Actor, task: int) -> Task:
    return queries.at_hand(Scope.of(actor), task)


def test_without_a_transaction_a_move_is_one_of_its_own_under_its_actors_eyes(world: World) -> None:
    task = world.task()
    actions.claim(world.cadre, uuid4(), seen(world.cadre, task))
    assert not connection.in_atomic_block
    assert (seen(world.cadre, task).status, seen(world.cadre, task).claimed_by_id) == (
        "claimed",
        world.cadre.user_id,
    )
    with entered(Scope.of(world.cadre)) as scope:
        (event,) = [e for e in queries.timeline(scope, task) if e.code == "claim"]
    assert event is not None


def test_what_lies_elsewhere_is_not_at_hand(world: World) -> None:
    with pytest.raises(Refused, match="not_found"):
        seen(world.far_cadre, world.task())


def test_a_report_that_reaches_the_register_does_so_in_the_same_transaction(world: World) -> None:
    task = world.task(person=world.person("居民甲"))
    found = {**FOUND, "co_residents": [{"name": "居民乙"}]}
    actions.report(world.police, uuid4(), seen(world.police, task), "found", found)
    with entered(Scope.of(world.police)) as scope:
        assert Report.objects.get().answers["co_residents"] == [{"name": "居民乙", "relation": "relative"}]
        assert queries.at_hand(scope, task).status == "reported"


def test_the_same_command_twice_at_once_is_carried_out_once(world: World) -> None:
    for n in range(5):
        task, command = world.task(f"居民{n}"), uuid4()

        def report(task: int = task, command=command) -> object:  # type: ignore[no-untyped-def]
            return actions.report(world.police, command, seen(world.police, task), "found", FOUND)

        one, two = at_once(report, report)
        assert one == two and not one.late
    with entered(Scope.system("test")):
        assert Report.objects.count() == 5


def test_a_move_that_did_not_win_leaves_its_id_free(world: World) -> None:
    task, command = world.task(), uuid4()
    actions.claim(world.police, uuid4(), seen(world.police, task))
    with pytest.raises(Refused, match="claimed_by_other"):
        actions.claim(world.cadre, command, seen(world.cadre, task))
    assert not CommandRow.objects.filter(pk=command).exists()
    actions.unclaim(world.police, uuid4(), seen(world.police, task))
    actions.claim(world.cadre, command, seen(world.cadre, task))
    assert CommandRow.objects.get(pk=command).kind == "casework.claim"


def test_an_id_used_by_somebody_else_is_refused(world: World) -> None:
    task, command = world.task(), uuid4()
    actions.claim(world.police, command, seen(world.police, task))
    with pytest.raises(Refused, match="command_id_taken"):
        actions.unclaim(world.cadre, command, seen(world.cadre, task))
    assert seen(world.cadre, task).status == "claimed"


def test_a_release_and_its_fact_stand_or_fall_together_and_a_repeat_adds_none(world: World) -> None:
    task, command = world.task(), uuid4()
    actions.report(world.police, uuid4(), seen(world.police, task), "found", FOUND)
    actions.compare(world.comparer, uuid4(), seen(world.comparer, task))
    before = seen(world.gatekeeper, task)
    for _ in range(2):
        actions.release(world.gatekeeper, command, before)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_fact WHERE kind = 'casework.released'")
        assert cursor.fetchone() == (1,)


def test_of_attempts_made_together_one_at_which_the_database_fails_keeps_no_other_back(world: World) -> None:
    tasks = [world.task(f"居民{n}") for n in range(3)]
    broken = {**FOUND, "note": "a sign that jsonb cannot keep: \0"}
    attempts = [
        actions.reporting(world.police, uuid4(), seen(world.police, task), "found", answers)
        for task, answers in zip(tasks, (FOUND, broken, FOUND), strict=True)
    ]
    first, second, third = actions.carried_out_together(world.police, attempts)
    assert not first().late and not third().late
    with pytest.raises(DatabaseError):
        second()
    assert [seen(world.police, task).status for task in tasks] == ["reported", "open", "reported"]


def test_attempts_made_together_stand_in_the_history_each_under_its_own_command(world: World) -> None:
    tasks, commands = [world.task(f"居民{n}") for n in range(3)], [uuid4() for _ in range(3)]
    claims = [
        actions.claiming(world.police, command, seen(world.police, task))
        for task, command in zip(tasks, commands, strict=True)
    ]
    actions.carried_out_together(world.police, claims)
    with connection.cursor() as cursor, entered(Scope.of(world.police)):
        cursor.execute(
            "SELECT subject_id, command_id FROM casework_task_transition WHERE move = 'claim' ORDER BY id"
        )
        assert cursor.fetchall() == list(zip(tasks, map(str, commands), strict=True))
