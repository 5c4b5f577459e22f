"""The loop 闭环 as those in it live it: claim, report, compare, release; return; two phones; late deadlines."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from gangmu.casework import actions, policy, queries
from gangmu.casework.models import Escalation, Report, Task, Timer
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import FOUND, HERE, NOON, World, seen


def refused(code: str) -> pytest.RaisesExc[Refused]:
    """An action that is refused with this code."""
    return pytest.RaisesExc(Refused, check=lambda error: error.code == code)


def test_a_door_goes_from_open_to_closed_through_four_pairs_of_hands(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.claim, task)
    kept = world.do(world.police, actions.report, task, "found", FOUND)
    assert not kept.late and world.status(task) == "reported"
    world.do(world.comparer, actions.compare, task)
    world.do(world.gatekeeper, actions.release, task)
    with entered(Scope.system("closing")) as scope:
        assert actions.close_released(scope.actor) == 1
        assert actions.close_released(scope.actor) == 0
        told = [(e.kind, e.code) for e in queries.timeline(scope, task)]
    assert told == [
        ("move", "open"),
        ("move", "claim"),
        ("report", "found"),
        ("review", "compare"),
        ("review", "release"),
        ("move", "close"),
    ]
    assert world.status(task) == "closed"


def test_of_two_phones_one_claims(world: World) -> None:
    task = world.task()
    with seen(world.police, task) as as_police_saw_it:
        pass
    world.do(world.cadre, actions.claim, task)
    with refused("claimed_by_other") as caught, entered(Scope.of(world.police)):
        actions.claim(world.police, uuid4(), as_police_saw_it)
    assert caught.value.params["by"] == "东社区三人小组cadre"


def test_the_report_that_comes_second_is_kept_beside_the_case(world: World) -> None:
    task = world.task()
    with seen(world.cadre, task) as as_cadre_saw_it:
        pass
    assert not world.do(world.police, actions.report, task, "found", FOUND).late
    with entered(Scope.of(world.cadre)):
        late = actions.report(world.cadre, uuid4(), as_cadre_saw_it, "unreachable", {"tried": ["door"]})
    assert late.late
    with entered(Scope.system("test")):
        assert [(r.outcome, r.late) for r in Report.objects.order_by("id")] == [
            ("found", False),
            ("unreachable", True),
        ]


def test_a_command_that_arrives_twice_is_carried_out_once(world: World) -> None:
    task, command = world.task(), uuid4()
    first = world.do(world.police, actions.report, task, "found", FOUND, command=command)
    again = world.do(world.police, actions.report, task, "found", FOUND, command=command)
    assert first == again
    with entered(Scope.system("test")):
        assert Report.objects.count() == 1


def test_nobody_reviews_his_own_work(world: World) -> None:
    task = world.reported()
    both = world.comparer.__class__(
        world.comparer.user_id, world.comparer.post_id, world.comparer.jurisdiction,
        frozenset({"comparer", "gatekeeper"}), world.comparer.body_id,
    )  # fmt: skip
    world.do(both, actions.compare, task)
    with refused("own_work"):
        world.do(both, actions.release, task)
    reviewer = world.police.__class__(
        world.police.user_id, world.police.post_id, world.police.jurisdiction, frozenset({"gatekeeper"}),
        world.police.body_id,
    )  # fmt: skip
    with refused("own_work"):
        world.do(reviewer, actions.release, task)
    world.do(world.gatekeeper, actions.release, task)


def test_a_trio_member_may_not_compare_nor_a_comparer_report(world: World) -> None:
    task = world.reported()
    with refused("not_allowed"):
        world.do(world.cadre, actions.compare, task)
    with refused("not_allowed"):
        world.do(world.comparer, actions.report, task, "found", FOUND)
    with refused("not_allowed"):
        world.do(world.comparer, actions.release, task)


def test_a_report_cannot_be_released_before_it_is_compared(world: World) -> None:
    task = world.reported()
    with refused("move_not_possible"):
        world.do(world.gatekeeper, actions.release, task)


def test_a_return_needs_a_reason_and_the_trio_must_open_it_before_reporting_again(world: World) -> None:
    task = world.reported()
    with refused("reason_missing"):
        world.do(world.comparer, actions.return_, task, "  ")
    world.do(world.comparer, actions.return_, task, "没有采样管编号")
    with refused("return_not_opened"):
        world.do(world.police, actions.report, task, "found", FOUND)
    with seen(world.cadre, task) as returned:
        assert returned.returned_because == "没有采样管编号"
    world.do(world.police, actions.open_return, task)
    assert not world.do(world.police, actions.report, task, "found", FOUND).late
    world.do(world.comparer, actions.compare, task)
    assert world.status(task) == "compared"


def test_a_member_of_another_trio_can_neither_see_nor_take_a_door(world: World) -> None:
    task = world.task()
    with refused("not_found"):
        world.do(world.far_cadre, actions.claim, task)
    with seen(world.police, task) as theirs:
        pass
    with refused("not_found"), entered(Scope.of(world.far_cadre)):
        actions.report(world.far_cadre, uuid4(), theirs, "found", FOUND)


def test_any_member_gives_a_claimed_door_back_to_the_trio(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.claim, task)
    world.do(world.cadre, actions.unclaim, task)
    assert world.status(task) == "open"
    world.do(world.cadre, actions.claim, task)


def test_a_second_list_joins_the_open_check(world: World) -> None:
    person = world.person("居民乙")
    first = world.task("居民乙", person=person)
    assert world.task("居民乙", person=person) == first
    with entered(Scope.system("test")):
        assert Task.objects.get(pk=first).sources == 2
        assert Timer.objects.filter(task_id=first).count() == 1


def test_a_wrong_form_names_every_field_at_once_and_changes_nothing(world: World) -> None:
    task = world.task()
    with refused("answers_invalid") as caught:
        world.do(world.police, actions.report, task, "found", {"count_clear": True, "temperature": 99})
    fields = {field for field, _, _ in caught.value.params["errors"]}
    assert fields == {"identity_clear", "location_clear", "control_clear", "sampled", "temperature"}
    assert world.status(task) == "open"


def test_who_called_last_is_shown_to_the_next_and_the_look_is_logged(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.contact, task)
    with seen(world.cadre, task) as now:
        assert now.last_contact_by == world.police.label and now.last_contact_at is not None


def test_only_offices_cancel_and_the_reason_stays(world: World) -> None:
    task = world.task()
    with refused("not_allowed"):
        world.do(world.police, actions.cancel, task, "重复")
    world.do(world.desk, actions.cancel, task, "重复")
    with entered(Scope.of(world.desk)) as scope:
        last = queries.timeline(scope, task)[-1]
    assert (last.code, last.text) == ("cancel", "重复")


def test_a_passed_deadline_climbs_the_headrope_and_tells_each_level_once(world: World) -> None:
    with clock.at(NOON):
        task = world.task()
    with seen(world.police, task) as now:
        due = now.due_at
    told = []
    for minutes in (-1, 0, 5, 30, 40, 120, 400, 900):
        with clock.at(due + timedelta(minutes=minutes)), entered(Scope.system("deadlines")) as scope:
            actions.tell_deadlines(scope.actor)
            told.append(list(Escalation.objects.order_by("id").values_list("level", flat=True)))
    one, two, three = ["trio"], ["trio", "office"], ["trio", "office", "county"]
    assert told == [[], one, one, two, two, three, [*three, "city"], [*three, "city"]]
    with entered(Scope.of(world.police)):
        assert Escalation.objects.get(level="trio").area == HERE
    assert world.status(task) == "open"


def test_a_reported_task_no_longer_tells_the_trio_but_the_office_that_is_late(world: World) -> None:
    with clock.at(NOON):
        world.reported()
    with clock.at(NOON + timedelta(hours=23)), entered(Scope.system("deadlines")) as scope:
        actions.tell_deadlines(scope.actor)
        found = Escalation.objects.order_by("id").values_list("level", "timer__stage")
        assert list(found) == [("office", "compare"), ("county", "compare"), ("city", "compare")]


def test_roles_keep_the_report_and_the_two_gates_apart() -> None:
    for role in ("cadre", "police", "medic", "desk", "comparer", "gatekeeper", "leader", "inspector"):
        actor = Actor(1, 1, Jurisdiction.nothing(), frozenset({role}))
        powers = [policy.may_report(actor), policy.may_compare(actor), policy.may_release(actor)]
        assert sum(powers) <= 1, role
