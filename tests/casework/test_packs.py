"""A pack's own ladder and gates are followed, whatever others have."""

from __future__ import annotations

from datetime import timedelta

from gangmu.casework import actions, queries
from gangmu.casework.models import Escalation, Timer
from gangmu.casework.rules import COMPARE, RELEASE
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import NOON, World, own_pack, seen


def told_at(world: World, task: int, *minutes: int) -> list[list[str]]:
    """Who has been told of a task, each time some minutes after its deadline."""
    with seen(world.gatekeeper, task) as now:
        due = now.due_at
    told = []
    for after in minutes:
        with clock.at(due + timedelta(minutes=after)), entered(Scope.system("deadlines")) as scope:
            actions.tell_deadlines(scope.actor)
            told.append(list(Escalation.objects.order_by("id").values_list("level", flat=True)))
    return told


def test_a_pack_has_its_own_ladder(world: World) -> None:
    with own_pack(world, ladder={"trio": 10, "county": 20}) as world:
        with clock.at(NOON):
            task = world.task()
        one, two = ["trio"], ["trio", "county"]
        assert told_at(world, task, 0, 9, 10, 19, 20, 900) == [[], [], one, one, two, two]
        with entered(Scope.system("test")):
            assert Timer.objects.get().tell_at > clock.now() + timedelta(days=9000)


def test_what_waits_at_a_gate_is_told_to_the_first_level_above_the_trio(world: World) -> None:
    with own_pack(world, ladder={"trio": 10, "county": 20}) as world:
        with clock.at(NOON):
            task = world.reported()
        assert told_at(world, task, 19, 20) == [[], ["county"]]


def test_every_incident_follows_the_rules_of_its_own_pack(world: World) -> None:
    with own_pack(world, ladder={"city": 0}, gates=["release"]) as own, clock.at(NOON):
        usual, ours = world.reported(), own.reported("居民乙")
        with entered(Scope.of(world.comparer)) as scope:
            assert [row.pk for row in queries.at_gate(scope, COMPARE)[0].rows] == [usual]
        with clock.at(NOON + timedelta(days=3)), entered(Scope.system("deadlines")) as scope:
            actions.tell_deadlines(scope.actor)
            told = Escalation.objects.order_by("id").values_list("task_id", "level")
            assert [level for task, level in told if task == usual] == ["office", "county", "city"]
            assert [level for task, level in told if task == ours] == ["city"]


def test_reports_of_a_pack_without_a_comparer_wait_for_the_gatekeeper_and_never_for_him(world: World) -> None:
    with own_pack(world, gates=["release"]) as world:
        task = world.reported()
        with entered(Scope.of(world.comparer)) as scope:
            assert queries.at_gate(scope, COMPARE)[0].rows == []
        with entered(Scope.of(world.gatekeeper)) as scope:
            assert [row.pk for row in queries.at_gate(scope, RELEASE)[0].rows] == [task]
        with entered(Scope.system("test")):
            assert Timer.objects.get(stopped_at=None).stage == "release"
        world.do(world.gatekeeper, actions.release, task)
        assert world.status(task) == "released"
