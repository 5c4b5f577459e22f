"""Rest, visits, thanks, and what was confided: owed by rule, decided by people, seen by whom it concerns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.support.welfare import actions, queries
from gangmu.support.welfare.models import Commendation, Hardship, Visit
from tests.support.welfare.conftest import Care, Work

SATURDAY = datetime(2026, 5, 16, 0, 0, tzinfo=UTC)
JUNE = datetime(2026, 6, 2, 0, 0, tzinfo=UTC)


def rest(care: Care, hours: float, note: str = "") -> int:
    member = care.member(care.world.cadre)
    return int(care.do(care.leader, actions.take_rest, member, date(2026, 6, 5), round(hours * 60), note))


def test_rest_is_owed_by_closed_months_and_taken_from_them(care: Care, work: Work) -> None:
    work(care.world.cadre, SATURDAY)
    with clock.at(JUNE):
        with entered(Scope.of(care.leader)) as scope:
            (town,) = queries.towns(scope)
        care.do(care.leader, actions.close_month, town, date(2026, 5, 1))
        rest(care, 8)
        with pytest.raises(Refused) as refused:
            rest(care, 8)
        assert refused.value.params == {"hours": "4"}
        rest(care, -8, "没有休成")
        rest(care, 12)
    with entered(Scope.of(care.world.cadre)) as scope:
        balance = queries.rest_balance(scope, care.world.cadre.user_id or 0)
    assert (balance.owed, balance.taken, balance.left) == (720, 720, 0)


def owed(care: Care, source: str = "") -> int:
    member = care.member(care.world.cadre)
    return int(care.do(care.leader, actions.owe_visit, member.user_id, member.area, "ill", source))


def visit(care: Care, pk: int) -> Visit:
    with entered(Scope.of(care.leader)) as scope:
        return queries.visit_in(scope, pk)


def test_a_visit_is_owed_for_three_days_and_recorded_when_it_was_paid(care: Care) -> None:
    pk = owed(care)
    standing = visit(care, pk)
    assert standing.due_at - standing.owed_at == timedelta(days=3)
    care.do(care.leader, actions.pay_visit, standing, clock.today(), "已探望")
    paid = visit(care, pk)
    assert (paid.status, paid.paid_by_id, paid.paid_on) == ("paid", care.leader.user_id, clock.today())
    with pytest.raises(Refused, match="move_not_possible"):
        care.do(care.leader, actions.waive_visit, paid, "不必")


def test_nobody_is_visited_against_his_wish(care: Care) -> None:
    pk = owed(care)
    with pytest.raises(Refused, match="reason_missing"):
        care.do(care.leader, actions.waive_visit, visit(care, pk), "")
    care.do(care.leader, actions.waive_visit, visit(care, pk), "本人不愿打扰")
    with entered(Scope.of(care.leader)) as scope:
        assert queries.visits(scope) == []


def test_one_absence_owes_one_visit(care: Care) -> None:
    assert owed(care, "leave 7") == owed(care, "leave 7")


def proposed(care: Care, by: Actor | None = None) -> int:
    task = care.world.task()
    member = care.member(care.world.police)
    return int(care.do(by or care.world.cadre, actions.propose, member, "连夜找到三户老人", [task]))


def commendation(care: Care, pk: int) -> Commendation:
    with entered(Scope.of(care.leader)) as scope:
        return queries.commendation_in(scope, pk)


def test_thanks_are_proposed_with_evidence_and_decided_by_another(care: Care) -> None:
    pk = proposed(care)
    care.do(care.leader, actions.decide, commendation(care, pk), approved=True)
    with entered(Scope.of(care.world.police)) as scope:
        (mine,) = queries.commendations(scope, care.world.police.user_id)
    assert (mine.status, mine.evidence[0]["kind"]) == ("approved", "task")


def test_evidence_that_is_not_seen_from_here_is_none(care: Care) -> None:
    task, member = care.world.task(), care.member(care.world.police)
    with pytest.raises(Refused, match="evidence_unknown"):
        care.do(care.world.far_cadre, actions.propose, member, "听说的", [task])
    with pytest.raises(Refused, match="evidence_missing"):
        care.do(care.world.cadre, actions.propose, member, "很好", [])


def test_nobody_proposes_himself_or_decides_about_his_own_proposal(care: Care) -> None:
    with pytest.raises(Refused, match="not_oneself"):
        proposed(care, care.world.police)
    pk = proposed(care, care.leader)
    with pytest.raises(Refused, match="not_oneself"):
        care.do(care.leader, actions.decide, commendation(care, pk), approved=True)
    with entered(Scope.of(care.leader)), pytest.raises(IntegrityError), transaction.atomic():
        Commendation.objects.filter(pk=pk).update(status="approved", decided_by=care.leader.user_id)


def test_a_proposal_that_waits_is_seen_by_its_author_and_the_leaders(care: Care) -> None:
    proposed(care)
    for who, seen in ((care.world.cadre, 1), (care.leader, 1), (care.world.police, 0), (care.stranger, 0)):
        with entered(Scope.of(who)) as scope:
            assert len(queries.commendations(scope)) == seen


def test_what_was_confided_opens_to_the_body_that_wrote_it_and_is_logged(care: Care) -> None:
    member = care.member(care.world.cadre)
    pk = care.do(care.leader, actions.confide, member, "母亲住院，夜里须陪护")
    with entered(Scope.system("test")):
        assert not Hardship.objects.exists()
    for who, seen in ((care.leader, 1), (care.colleague, 0), (care.stranger, 0), (care.world.cadre, 0)):
        with entered(Scope.of(who)):
            assert Hardship.objects.filter(pk=pk).count() == seen
    with entered(Scope.of(care.leader)):
        with pytest.raises(Refused, match="reason_missing"):
            actions.open_confided(care.leader, member, "")
        ((note, text),) = actions.open_confided(care.leader, member, "安排夜班")
    assert text == "母亲住院，夜里须陪护" and text.encode() not in bytes(note.sealed)
    assert AccessLog.objects.filter(act="reveal", reason="安排夜班", user_id=care.leader.user_id).count() == 1


def test_the_same_command_twice_is_one_visit(care: Care) -> None:
    command, member = uuid4(), care.member(care.world.cadre)
    for _ in range(2):
        with entered(Scope.of(care.leader)):
            actions.owe_visit(care.leader, command, member.user_id, member.area, "injured")
    with entered(Scope.of(care.leader)):
        assert Visit.objects.count() == 1
