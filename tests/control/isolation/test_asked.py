"""What software never decides of somebody under an order: longer rules, two orders that are one, a stay in hospital."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.casework import actions as casework
from gangmu.control.isolation import actions, queries
from gangmu.control.isolation.actions import Entry
from gangmu.control.isolation.models import Change, Order, PlanDay, Reading
from gangmu.control.isolation.rules import takeover
from gangmu.ground.incidents.queries import newest_pack, packs
from gangmu.ground.incidents.rules import Pack
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.laboratory.models import LabResult
from tests.control.isolation.conftest import LAW, TODAY, Care, covid
from tests.control.isolation.test_course import WELL, facts, later, running, system, tasks

NINTH, TWENTY = packs()["covid-9", "2022.6"], packs()["covid-20", "2022.11"]
RULES = st.sampled_from(["keep", "shorter", "new"])


@contextmanager
def longer(days: int = 10, **changes: Any) -> Iterator[Pack]:
    """The mosquito pack as it might become: a case stays for so many days, and people come under it by `new`."""
    old = newest_pack("mosquito").model_dump()
    for one in old["measures"]:
        if one["category"] == "case":
            one["stages"] = [{"level": "net_isolation", "days": days, **changes}]
    old["transitions"] = [{"since": "mosquito", "rule": "new", "source": "x"}]
    pack = Pack.model_validate({**old, "version": "2099.1"})
    packs()[pack.code, pack.version] = pack
    try:
        yield pack
    finally:
        del packs()[pack.code, pack.version]


@given(
    st.sampled_from([(o, n, m) for o in packs().values() for n in packs().values() for m in o.measures]),
    RULES, st.integers(-3, 20), st.integers(-5, 5),
)  # fmt: skip
def test_a_change_of_rules_holds_nobody_longer_unless_a_human_is_asked(
    case: tuple[Pack, Pack, Any], rule: Any, passed: int, decided: int
) -> None:
    old, new, measure = case
    today = TODAY + timedelta(days=passed)
    end = TODAY + timedelta(days=max(measure.days + decided, 1))
    taken = takeover(old, measure, new, rule, TODAY, end, today)
    assert all(day.on >= today for day in taken.days)
    if taken.how in ("sooner", "other"):
        assert taken.days[-1].on <= end and (taken.how == "other") == (taken.days[-1].on == end)
    if taken.how == "asked":
        assert rule == "new" and taken.days[-1].on >= end
    if rule == "keep" or (new == old and decided == 0):
        assert taken.how in ("stays", "over")


def test_new_rules_shorten_a_stay_from_today_on_and_what_was_owed_stays(care: Care) -> None:
    drill = covid(care)
    pk = drill.proposed("密接甲", "close_contact")
    drill.do(drill.leader, actions.decide, pk, LAW)
    rule = TWENTY.transition_from(NINTH)
    assert rule is not None
    with clock.at(later(2)):
        with entered(Scope.of(care.leader)) as scope:
            (before,) = queries.touched_by(scope, drill.world.incident, TWENTY, rule.rule)
        done = [
            system(actions.take_over, drill.world.incident.pk, "covid-20", "2022.11", rule.rule) for _ in "12"
        ]
    order, eight = care.order(pk), TODAY + timedelta(days=8)
    assert (before.how, before.end, done) == ("sooner", eight, [1, 0])
    assert (order.planned_end, order.pack) == (eight, "covid-20")
    with entered(Scope.of(care.leader)):
        assert [c.why for c in Change.objects.all()] == ["rules"]
        past = PlanDay.objects.filter(on__lt=later(2))
        assert set(past.values_list("rules", flat=True)) == {"covid-9@2022.6"}


def test_rules_that_would_hold_longer_change_nothing_until_the_organ_takes_them(care: Care) -> None:
    pk = running(care)
    end = care.order(pk).planned_end
    with longer() as pack, clock.at(later(2)):
        with entered(Scope.of(care.leader)) as scope:
            (touched,) = queries.touched_by(scope, care.world.incident, pack, "new")
        assert (touched.how, touched.end) == ("asked", TODAY + timedelta(days=10))
        for _ in range(2):
            assert system(actions.take_over, care.world.incident.pk, pack.code, pack.version, "new") == 0
        assert (care.order(pk).planned_end, care.order(pk).ask) == (end, "rules")
        assert [fact.data["body_id"] for fact in facts("isolation.asked")] == [care.leader.body_id]
        with pytest.raises(Refused, match="not_the_organ"):
            care.do(care.colleague, actions.settle, pk, True, "按新规则")
        care.do(care.leader, actions.settle, pk, True, "按新规则")
        order = care.order(pk)
        assert (order.planned_end, order.pack_version, order.ask) == (
            TODAY + timedelta(days=10),
            "2099.1",
            "",
        )
        assert order.status == "decided", "the new notice is to be read to him"
        with pytest.raises(Refused, match="nothing_asked"):
            care.do(care.leader, actions.settle, pk, False, "不延长")


def test_what_the_organ_does_not_take_stays_as_it_was_with_the_reason(care: Care) -> None:
    pk = running(care)
    with longer() as pack:
        system(actions.take_over, care.world.incident.pk, pack.code, pack.version, "new")
        care.do(care.leader, actions.settle, pk, False, "已近期满")
    order = care.order(pk)
    assert (order.status, order.pack_version, order.ask) == ("running", newest_pack("mosquito").version, "")
    with entered(Scope.of(care.leader)):
        assert [(c.why, c.reason) for c in Change.objects.all()] == [("kept", "已近期满")]


def test_two_orders_of_one_person_come_together_and_nothing_is_lost(care: Care) -> None:
    first = running(care, "同一人", category="arrival")
    with clock.at(later(1)):
        second = running(care, "同 一人", category="case")
        care.do(care.medic, actions.record_reading, second, WELL)
        care.do(care.medic, actions.open_for_medical, second, "dialysis")
        system(actions.follow_merged, care.order(first).person_id, care.order(second).person_id)
        kept, other = care.order(first), care.order(second)
        assert (kept.status, kept.category, kept.ask) == ("running", "arrival", "joined")
        assert (other.status, other.joined_to_id, other.person_id) == ("joined", first, kept.person_id)
        with entered(Scope.of(care.leader)) as scope:
            assert [r.order_id for r in queries.readings_of(scope, kept)] == [first]
            assert [o.because for o in queries.outings_of(scope, kept)] == ["dialysis"]
            assert PlanDay.objects.filter(order=second).exists(), "what was owed under it can still be read"
        care.do(care.leader, actions.settle, first, True, "按病例管理")
    kept = care.order(first)
    assert (kept.category, kept.level, kept.planned_end) == ("case", "net_isolation", later(8).date())
    with clock.at(later(2)):
        care.do(care.leader, actions.lift, first, "诊断排除")
    with clock.at(later(40)):
        assert system(actions.forget) == 2


def test_a_proposal_that_joins_an_order_in_force_asks_nobody(care: Care) -> None:
    pk = running(care, "同一人")
    proposed = care.proposed("同一人甲", "arrival")
    system(actions.follow_merged, care.order(proposed).person_id, care.order(pk).person_id)
    assert (care.order(proposed).status, care.order(pk).ask) == ("joined", "")
    assert care.order(pk).person_id == care.order(proposed).person_id


def test_a_medic_who_sends_him_to_hospital_opens_the_door_and_the_organ_decides_the_level(care: Care) -> None:
    pk = running(care)
    care.do(care.medic, actions.record_reading, pk, Entry("phone", Decimal("39.2")))
    answers = {"next_step": "transfer", "temperature": 39.1}
    care.world.do(care.medic, casework.report, tasks("symptoms")[0].pk, "seen_by_medic", answers)
    order = care.order(pk)
    assert (order.status, order.level, order.ask) == ("running", "net_isolation", "transfer")
    with entered(Scope.of(care.leader)) as scope:
        assert [o.because for o in queries.outings_of(scope, order)] == ["transfer"]
    care.do(care.leader, actions.settle, pk, True, "医生建议住院")
    assert (care.order(pk).level, care.order(pk).ask) == ("hospital", "")


def test_a_test_day_that_passes_untaken_is_a_visit_and_none_where_a_sample_is_known(care: Care) -> None:
    drill = covid(care)
    pks = {}
    for name in ("没采", "上门采", "化验室有"):
        pks[name] = drill.proposed(name, "close_contact")
        drill.do(drill.leader, actions.decide, pks[name], LAW)
        drill.do(drill.medic, actions.read_notice, pks[name], "himself", "paper")
    with clock.at(later(1)):
        for pk in pks.values():
            for _ in range(2):
                drill.do(drill.medic, actions.record_reading, pk, WELL)
        drill.do(drill.medic, actions.record_reading, pks["上门采"], Entry("door", sampled=True))
        with entered(Scope.system("test")), bulk_role():
            LabResult.objects.create(
                laboratory="x", specimen="1", person_id=care.order(pks["化验室有"]).person_id, value="negative",
                document_hash=b"x", sampled_at=clock.now(), received_at=clock.now(),
            )  # fmt: skip
    with clock.at(later(2)):
        system(actions.go_through_day)
        system(actions.go_through_day)
    (task,) = tasks("look_in")
    assert task.name == "没采" and "采样" in task.known["what_for"] and task.known["test"] is True


def test_a_paper_or_page_counts_orders_that_are_joined_nowhere(care: Care) -> None:
    pk = running(care, "同一人")
    joined = care.decided("同一人乙")
    system(actions.follow_merged, care.order(pk).person_id, care.order(joined).person_id)
    with entered(Scope.of(care.leader)) as scope:
        counted = queries.counts(scope)
        assert (counted["live"], counted["ask"]) == (1, 1)
        assert [o.pk for o in queries.orders(scope, "ended")] == [joined]
        assert Order.objects.count() == 2 and not Reading.objects.exists()
