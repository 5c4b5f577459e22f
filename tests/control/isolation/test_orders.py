"""An order from its proposal to its decision: software proposes, a human decides by the rules or says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gangmu.casework.models import Task
from gangmu.control.isolation import actions
from gangmu.control.isolation.actions import Entry
from gangmu.control.isolation.models import Order, PlanDay, Reading
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.control.isolation.conftest import LAW, TODAY, Care, covid


def orders() -> list[Order]:
    with entered(Scope.system("test")):
        return list(Order.objects.order_by("id"))


def test_whoever_was_found_and_has_a_measure_gets_an_order_proposed_and_nothing_decided(care: Care) -> None:
    task = care.verified("病例甲", "case")
    care.verified("病例乙", "case", "not_here")
    care.verified("无措施", "other")
    (order,) = orders()
    assert (order.task_id, order.status, order.level) == (task, "proposed", "net_isolation")
    assert (order.decided_by_id, order.organ, order.planned_end) == (None, "", None)


def test_whoever_is_under_an_order_already_gets_no_second_one(care: Care) -> None:
    pk = care.decided("病例甲")
    person = care.order(pk).person_id
    new = actions.Proposal(care.world.incident, person or 0, "arrival", care.order(pk).area, "病例甲")
    with entered(Scope.system("test")) as scope:
        assert actions.propose(scope.actor, uuid4(), new) == pk


def test_a_human_decides_with_organ_basis_and_the_end_that_the_pack_counts(care: Care) -> None:
    pk = care.proposed()
    care.do(care.leader, actions.decide, pk, LAW)
    order = care.order(pk)
    assert (order.status, order.organ_body_id) == ("decided", care.leader.body_id)
    assert (order.starts_on, order.planned_end) == (TODAY + timedelta(days=1), TODAY + timedelta(days=7))
    with entered(Scope.of(care.leader)):
        days = list(PlanDay.objects.filter(order=pk).order_by("on"))
    assert [(d.number, d.temperatures, d.visits) for d in days[2:5]] == [(3, 2, 2), (4, 2, 1), (5, 2, 1)]


def test_software_and_trios_decide_nothing(care: Care) -> None:
    pk = care.proposed()
    with pytest.raises(Refused, match="not_allowed"):
        care.do(care.world.cadre, actions.decide, pk, LAW)
    with entered(Scope.system("test")) as scope, pytest.raises(Refused, match="not_allowed"):
        actions.decide(scope.actor, uuid4(), care.order(pk), LAW)
    with entered(Scope.system("test")), pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=pk).update(status="decided")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(LAW, organ=" "), "organ_missing"),
        (replace(LAW, basis=""), "basis_missing"),
        (replace(LAW, anchor=TODAY + timedelta(days=1)), "anchor_ahead"),
        (replace(LAW, anchor=date(2026, 11, 1)), "measure_over"),
        (replace(LAW, planned_end=TODAY + timedelta(days=3)), "reason_missing"),
        (replace(LAW, planned_end=TODAY + timedelta(days=9), because="本地要求"), "stricter_than_pack"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(care: Care, wrong: object, code: str) -> None:
    pk = care.proposed()
    with pytest.raises(Refused, match=code):
        care.do(care.leader, actions.decide, pk, wrong)
    assert care.order(pk).status == "proposed"


def test_stricter_than_the_pack_only_with_the_warning_recorded(care: Care) -> None:
    pk = care.proposed()
    longer = replace(LAW, planned_end=TODAY + timedelta(days=9), because="体温反复", heeded=True)
    care.do(care.leader, actions.decide, pk, longer)
    order = care.order(pk)
    assert (order.warned, order.because) == (["longer"], "体温反复")
    with entered(Scope.of(care.leader)):
        assert PlanDay.objects.filter(order=pk).count() == 9


def test_who_lives_with_somebody_whose_level_is_shared_gets_the_same_proposed(care: Care) -> None:
    drill = covid(care)
    door, people = drill.household("东社区1号", "密接的家人", "另一位家人")
    pk = drill.proposed("次密接", "second_contact", household=door)
    drill.do(drill.leader, actions.decide, pk, LAW)
    shared = [order for order in orders() if order.with_order_id == pk]
    assert [(o.person_id, o.status, o.category) for o in shared] == [
        (person, "proposed", "second_contact") for person in people
    ]


def test_a_declined_order_says_why_and_is_kept_for_thirty_days(care: Care) -> None:
    pk = care.proposed()
    with pytest.raises(Refused, match="reason_missing"):
        care.do(care.leader, actions.decline, pk, "")
    care.do(care.leader, actions.decline, pk, "名单有误")
    assert (care.order(pk).status, care.order(pk).kept_until) == ("declined", TODAY + timedelta(days=30))


def test_fever_calls_the_medic_at_once_and_once(care: Care) -> None:
    pk = care.decided()
    for degrees in ("37.2", "37.3", "38.9"):
        care.do(care.medic, actions.record_reading, pk, Entry("phone", Decimal(degrees)))
    with entered(Scope.system("test")):
        assert list(Reading.objects.order_by("id").values_list("acted", flat=True)) == [False, True, True]
        (task,) = Task.objects.filter(kind="symptoms")
    assert (task.urgent, task.person_id) == (True, care.order(pk).person_id)
    assert task.due_at - clock.now() == timedelta(minutes=30)


def test_the_same_reading_sent_twice_is_one(care: Care) -> None:
    pk, command = care.decided(), uuid4()
    first, second = (
        care.do(care.medic, actions.record_reading, pk, Entry("phone", Decimal("36.6")), command=command)
        for _ in range(2)
    )
    assert first == second
