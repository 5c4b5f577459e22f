"""The course of an order: read at the door, homes that do not do, days that are owed, lifted by its organ."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gangmu.casework import actions as casework
from gangmu.casework.actions import open_tasks
from gangmu.casework.models import Task
from gangmu.control.isolation import actions
from gangmu.control.isolation.actions import Entry
from gangmu.control.isolation.models import Change, NoticeRead, Order, Outing, PlanDay, Reading
from gangmu.ground.register.actions import note_need
from gangmu.ground.register.models import CareNeed
from gangmu.ground.register.queries import needs_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import HERE
from tests.control.isolation.conftest import LAW, MORNING, Care

WELL = Entry("phone", Decimal("36.5"))


def running(care: Care, name: str = "居民甲", **more: Any) -> int:
    pk = care.decided(name, **more)
    care.do(care.medic, actions.read_notice, pk, "himself", "paper")
    return pk


def system(action: Any, *args: Any) -> Any:
    with entered(Scope.system("test")) as scope:
        return action(scope.actor, *args)


def later(days: int, hours: int = 0) -> datetime:
    return MORNING + timedelta(days=days, hours=hours)


def tasks(kind: str) -> list[Task]:
    with entered(Scope.system("test")):
        return list(Task.objects.filter(kind=kind).order_by("id"))


def facts(kind: str) -> list[FactRow]:
    return list(FactRow.objects.filter(kind=kind).order_by("id"))


def test_the_notice_is_read_to_him_and_to_those_who_live_with_him(care: Care) -> None:
    pk = running(care)
    care.do(care.medic, actions.read_notice, pk, "co_residents", "not")
    assert care.order(pk).status == "running"
    with entered(Scope.of(care.leader)):
        assert [(n.to, n.signed) for n in NoticeRead.objects.order_by("id")] == [
            ("himself", "paper"),
            ("co_residents", "not"),
        ]


def test_a_home_without_screens_proposes_the_ward_and_a_human_of_the_organ_decides(care: Care) -> None:
    pk = running(care)
    care.do(care.medic, actions.check_home, pk, ["screens"])
    assert (care.order(pk).status, care.order(pk).level) == ("unfit", "net_isolation")
    with pytest.raises(Refused, match="not_the_organ"):
        care.do(care.colleague, actions.transfer, pk, "转定点医院")
    care.do(care.leader, actions.transfer, pk, "转定点医院")
    order = care.order(pk)
    assert (order.status, order.level) == ("decided", "hospital")
    with entered(Scope.of(care.leader)):
        assert set(PlanDay.objects.values_list("level", flat=True)) == {"hospital"}
        assert Change.objects.get().why == "home"


def test_a_home_that_was_put_in_order_is_enough(care: Care) -> None:
    pk = running(care)
    care.do(care.medic, actions.check_home, pk, ["screens"])
    care.do(care.medic, actions.check_home, pk, [])
    assert (care.order(pk).status, care.order(pk).level) == ("running", "net_isolation")
    with pytest.raises(Refused, match="condition_unknown"):
        care.do(care.medic, actions.check_home, pk, ["balcony"])


def test_each_morning_opens_the_calls_of_the_plan_once(care: Care) -> None:
    running(care)
    with clock.at(later(1, -2)):
        assert system(actions.go_through_day) == 0  # seven o'clock
    with clock.at(later(1)):
        assert [system(actions.go_through_day), system(actions.go_through_day)] == [1, 0]
    (task,) = tasks("day_call")
    assert task.known["visits"] == 2
    with clock.at(later(1, 6)):  # the second call joins the first, which nobody has made yet
        assert [system(actions.go_through_day), system(actions.go_through_day)] == [1, 0]
    assert tasks("day_call")[0].sources == 2


def test_many_tasks_at_once_are_those_that_would_be_opened_one_by_one(care: Care) -> None:
    people = [care.world.person(f"居民{n}") for n in range(4)]
    news = [
        casework.NewTask(
            "look_in", care.world.incident, "case", person, HERE, f"居民{n}", f"{n}号", known={"order": n},
            urgent=bool(n % 2), minutes=90 if n else None,
        )
        for n, person in enumerate(people)
    ]  # fmt: skip
    columns = """SELECT t.*, s.stage, s.due_at AS stage_due, s.told, s.tell_at, h.move, h.actor
        FROM casework_task t JOIN casework_timer s ON s.task_id = t.id
        JOIN casework_task_transition h ON h.subject_id = t.id ORDER BY t.person_id"""
    kept = []
    for way in (_one_by_one, open_tasks):
        with entered(Scope.system("test")), transaction.atomic():
            made = way(news)
            again = way(news)
            assert [fresh for _pk, fresh in made + again] == [True] * 4 + [False] * 4
            kept.append([row[1:] for row in fetch(columns)])
            transaction.set_rollback(True)
    assert kept[0] == kept[1] and len(kept[0]) == 4


def _one_by_one(news: list[casework.NewTask]) -> list[tuple[int, bool]]:
    return [casework.open_task(Scope.system("test").actor, uuid4(), new) for new in news]


def test_a_missed_day_is_a_friendly_visit_once_and_none_for_those_who_measured_or_were_at_a_doctor(
    care: Care,
) -> None:
    missed, measured, away = (running(care, name) for name in ("没量", "量了", "就医"))
    unread = care.decided("未宣读")
    with clock.at(later(1)):
        for _ in range(2):
            care.do(care.medic, actions.record_reading, measured, WELL)
        care.do(care.medic, actions.open_for_medical, away, "dialysis")
    with clock.at(later(2)):
        system(actions.go_through_day)
        system(actions.go_through_day)
    assert [task.name for task in tasks("look_in")] == ["没量"]
    assert care.order(unread).status == "decided" and care.order(missed).status == "running"


def test_a_report_of_a_call_is_a_reading_and_brings_needs(care: Care) -> None:
    pk = running(care)
    with clock.at(later(1)):
        system(actions.go_through_day)
        answers = {"temperature": 38.1, "symptoms": ["rash"], "care_needs": ["dialysis"]}
        care.world.do(care.medic, casework.report, tasks("day_call")[0].pk, "at_home", answers)
    with entered(Scope.of(care.leader)) as scope:
        reading = Reading.objects.get()
        person = care.order(pk).person_id or 0
        needs = needs_of(scope, [person], care.world.incident.pk)
    assert (reading.channel, reading.temperature, reading.acted) == ("door", Decimal("38.1"), True)
    assert [need.kind for need in needs[person]] == ["dialysis"]
    assert len(tasks("symptoms")) == 1 and len(facts("isolation.symptoms")) == 1


def test_the_door_opens_for_a_doctor_whatever_the_order_says_and_it_is_no_breach(care: Care) -> None:
    pk = care.proposed()
    first = care.do(care.world.cadre, actions.open_for_medical, pk, "labour", "妇幼保健院")
    again = care.do(care.medic, actions.open_for_medical, pk, "emergency")
    care.do(care.medic, actions.back_from_medical, pk)
    assert first == again
    with entered(Scope.of(care.leader)):
        outing = Outing.objects.get()
    assert outing.because == "labour" and outing.back_at is not None


def test_lifting_is_proposed_on_the_last_day_when_there_was_no_fever(care: Care) -> None:
    pk = running(care)
    with clock.at(later(7)):
        assert system(actions.propose_lifts) == 0  # the last day, nothing measured yet
        care.do(care.medic, actions.record_reading, pk, WELL)
        assert [system(actions.propose_lifts), system(actions.propose_lifts)] == [1, 0]
    assert care.order(pk).status == "due"


def test_what_is_over_and_not_settled_is_told_every_day(care: Care) -> None:
    pk = running(care)
    for day in (8, 9):
        with clock.at(later(day)):
            system(actions.propose_lifts)
    assert [fact.data["days"] for fact in facts("isolation.lift_due")] == [1, 2]
    assert care.order(pk).status == "running"


def test_only_the_organ_that_decided_lifts_and_the_database_says_so_too(care: Care) -> None:
    pk = running(care)
    with pytest.raises(Refused, match="not_the_organ"):
        care.do(care.colleague, actions.lift, pk, "可以解除")
    with entered(Scope.of(care.colleague)), pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=pk).update(
            status="lifted", lifted_by=care.colleague.user_id, lifted_body=care.colleague.body_id,
            lifted_at=clock.now(),
        )  # fmt: skip
    with pytest.raises(Refused, match="reason_missing"):
        care.do(care.leader, actions.lift, pk)
    with clock.at(later(1)):
        system(actions.go_through_day)
        care.do(care.leader, actions.lift, pk, "诊断排除")
    assert care.order(pk).status == "lifted"
    assert [task.status for task in tasks("day_call")] == ["cancelled"]


def test_a_change_because_of_results_is_read_again_and_heeds_the_warning(care: Care) -> None:
    pk = running(care)
    end = care.order(pk).planned_end
    with pytest.raises(Refused, match="stricter_than_pack"):
        care.do(care.leader, actions.change, pk, "hospital", end, "核酸阳性")
    care.do(care.leader, actions.change, pk, "hospital", end, "核酸阳性", True)
    order = care.order(pk)
    assert (order.status, order.level, order.warned) == ("decided", "hospital", ["closer"])


def test_when_its_time_is_over_an_order_names_nobody_and_what_was_measured_is_gone(care: Care) -> None:
    pk = running(care)
    care.do(care.medic, actions.record_reading, pk, WELL)
    person = care.order(pk).person_id or 0
    with entered(Scope.of(care.medic)):
        note_need(care.medic, uuid4(), person, HERE, care.world.incident.pk, "infant", "door")
    care.do(care.leader, actions.lift, pk, "诊断排除")
    with clock.at(later(30)):
        assert system(actions.forget) == 0
    with clock.at(later(32)):
        assert system(actions.forget) == 1
    order = care.order(pk)
    assert (order.status, order.name, order.person_id, order.task_id) == ("forgotten", "", None, None)
    assert order.lifted_by_id == care.leader.user_id
    with entered(Scope.system("test")):
        assert not Reading.objects.exists() and not CareNeed.objects.exists()


def test_somebody_of_another_county_sees_and_does_nothing(care: Care) -> None:
    pk = care.proposed()
    for action, args in ((actions.decide, (LAW,)), (actions.open_for_medical, ("labour",))):
        with pytest.raises(Refused, match="not_found"):
            care.do(care.stranger, action, pk, *args)
    with entered(Scope.of(care.stranger)):
        assert not Order.objects.exists() and not PlanDay.objects.exists()
