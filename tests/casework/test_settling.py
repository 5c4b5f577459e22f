"""Two reports of one task: the joint office says which counts, and neither is lost."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.casework import actions, queries
from gangmu.casework.models import Report, Settlement
from gangmu.ground.organization.models import Body
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.test_two_phones import at_once, until_somebody_waits
from tests.casework.world import FOUND, World, actor, build


def collided(world: World) -> tuple[int, int]:
    """A task that the police officer reported as found, and the cadre's later report of it."""
    task = world.reported()
    late = world.do(world.cadre, actions.report, task, "not_here", {"said_by": "neighbour"})
    return task, int(late.report_id)


def settle(actor: Actor, command: UUID, report: int, counts: bool) -> None:
    """Decide as a page does, under the eyes of the actor."""
    with entered(Scope.of(actor)):
        actions.settle(actor, command, report, counts)


def beside(actor: Actor) -> list[tuple[str, str]]:
    """Outcomes of (late, standing) that wait for somebody."""
    with entered(Scope.of(actor)) as scope:
        return [
            (p.late.outcome, p.standing.outcome if p.standing else "") for p in queries.reports_beside(scope)
        ]


def counting(actor: Actor, task: int) -> str:
    with entered(Scope.of(actor)) as scope:
        found = queries.report_that_counts(scope, task)
    return found.outcome if found else ""


def test_a_late_report_waits_for_the_office_beside_the_one_that_counts(world: World) -> None:
    collided(world)
    assert beside(world.desk) == [("not_here", "found")]
    assert beside(world.far_cadre) == []


def test_it_is_set_aside_and_both_stay(world: World) -> None:
    task, late = collided(world)
    command = uuid4()
    for _ in range(2):
        settle(world.desk, command, late, False)
    assert beside(world.desk) == []
    assert counting(world.desk, task) == "found"
    with entered(Scope.system("test")):
        assert Report.objects.filter(task_id=task).count() == 2


def test_the_later_one_may_count_and_is_what_the_comparer_sees(world: World) -> None:
    task, late = collided(world)
    settle(world.desk, uuid4(), late, True)
    assert counting(world.desk, task) == "not_here"
    assert beside(world.desk) == []
    with entered(Scope.of(world.comparer)) as scope:
        (look,) = queries.at_gate(scope, "compare")[1]
    assert look.report is not None
    assert (look.report.outcome, [one.outcome for one in look.late]) == ("not_here", ["found"])
    world.do(world.comparer, actions.compare, task)
    assert world.status(task) == "compared"


def test_what_was_reviewed_meanwhile_is_not_exchanged(world: World) -> None:
    task, late = collided(world)
    world.do(world.comparer, actions.compare, task)
    with pytest.raises(Refused, match="settled"):
        settle(world.desk, uuid4(), late, True)
    assert counting(world.desk, task) == "found"
    settle(world.desk, uuid4(), late, False)
    assert beside(world.desk) == []


def test_a_trio_does_not_decide_about_itself_and_nobody_decides_twice(world: World) -> None:
    _task, late = collided(world)
    with pytest.raises(Refused, match="not_allowed"):
        settle(world.cadre, uuid4(), late, True)
    settle(world.desk, uuid4(), late, False)
    with pytest.raises(Refused, match="settled"):
        settle(world.desk, uuid4(), late, True)
    with entered(Scope.system("test")):
        assert list(Settlement.objects.values_list("counts", flat=True)) == [False]


def test_the_decision_stands_in_the_history_of_the_task(world: World) -> None:
    task, late = collided(world)
    settle(world.desk, uuid4(), late, True)
    with entered(Scope.of(world.desk)) as scope:
        told = [
            (event.code, event.data["outcome"])
            for event in queries.timeline(scope, task)
            if event.kind == "settled"
        ]
    assert sorted(told) == [("aside", "found"), ("counts", "not_here")]


@pytest.mark.django_db(transaction=True)
def test_two_desks_that_decide_about_one_task_at_once_leave_one_report_that_counts() -> None:
    world, held = build(), Event()
    task, late = collided(world)
    with entered(Scope.system("test")), bulk_role():
        office = Body.objects.get(pk=world.desk.body_id)
        other = actor(office, "leader")
        medic = actor(Body.objects.get(pk=world.cadre.body_id), "medic")
    latest = int(world.do(medic, actions.report, task, "moved_on", {}).report_id)

    def first() -> None:
        with entered(Scope.of(world.desk)):
            actions.settle(world.desk, uuid4(), late, True)
            held.set()
            until_somebody_waits("locktype = 'transactionid'")

    def second() -> None:
        assert held.wait(60)
        settle(replace(other, roles=world.desk.roles), uuid4(), latest, True)

    assert at_once(first, second) == [None, None]
    with entered(Scope.system("test")):
        assert list(Report.objects.filter(task_id=task, late=False).values_list("pk", flat=True)) == [latest]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["late", "aside", "counts", "compare", "return", "again"]), max_size=7))
def test_whatever_the_order_one_report_counts_and_none_is_lost(world: World, steps: list[str]) -> None:
    task, made = world.reported(str(uuid4())[:8]), 1
    lates: list[int] = []
    for step in steps:
        try:
            if step == "late":
                lates.append(world.do(world.cadre, actions.report, task, "moved_on", {}).report_id)
                made += 1
            elif step in ("aside", "counts") and lates:
                settle(world.desk, uuid4(), lates[-1], step == "counts")
            elif step == "compare":
                world.do(world.comparer, actions.compare, task)
            elif step == "return":
                world.do(world.comparer, actions.return_, task, "again")
            elif step == "again":
                world.do(world.police, actions.open_return, task)
                world.do(world.police, actions.report, task, "found", FOUND)
                made += 1
        except Refused:
            pass
    with entered(Scope.system("test")):
        assert Report.objects.filter(task_id=task).count() == made
    assert counting(world.desk, task)
