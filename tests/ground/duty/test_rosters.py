"""A week planned, solved, changed by hand, published: what becomes of the shifts."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gangmu.ground.duty import actions
from gangmu.ground.duty.models import Roster, Turn
from gangmu.ground.duty.queries.faults import above_of, faults_of
from gangmu.ground.duty.queries.problem import asked
from gangmu.ground.duty.queries.rosters import roster_in, rosters_in
from gangmu.ground.duty.rules import check
from gangmu.ground.organization.actions import note_absence
from gangmu.ground.organization.bulk import extend_shifts
from gangmu.ground.organization.models import Holding, Post, Shift
from gangmu.kernel import clock
from gangmu.kernel.facts import FactRow
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.ground.duty.conftest import ALONE, OFFICE, TOWN, TRIO, WEEK, Duty, begin, make_actor

TUESDAY = WEEK + timedelta(days=1)


def test_a_solved_week_covers_every_minute_and_keeps_every_rule(duty: Duty) -> None:
    roster = duty.solved()
    with entered(Scope.of(duty.leader)) as scope:
        faults = faults_of(scope, roster)
        wanted = asked(scope, roster)
        above = above_of(scope, roster)
    assert faults.gaps == [] and faults.illegal == [] and faults.unkind == [] and above == []
    assert check(wanted.problem, wanted.assignments()) == []
    assert roster.status == "solved" and roster.found["status"] in ("optimal", "feasible")
    assert len(duty.turns(roster)) == 14 * len(faults.posts)


def test_publishing_makes_the_shifts_all_at_once_and_says_so(duty: Duty) -> None:
    roster = duty.published()
    turns = duty.turns(roster)
    with entered(Scope.system("test")):
        rows = Shift.objects.filter(
            post__in={post for post, _u, _b in turns}, during__startswith__gte=begin(WEEK)
        )
        shifts = {
            (s.post_id, s.user_id, s.during.lower)
            for s in rows
            if s.during.lower < begin(WEEK + timedelta(7))
        }
        fact = FactRow.objects.get(kind="duty.roster_published")
    assert shifts == turns
    assert fact.data == {"begins": "2026-11-30", "shifts": len(turns), "gap_minutes": 0}


def test_publishing_twice_by_one_command_is_once(duty: Duty) -> None:
    roster, command = duty.solved(), uuid4()
    first = duty.do(actions.publish, command, roster, "")
    assert duty.do(actions.publish, command, roster, "") == first
    with entered(Scope.system("test")):
        assert FactRow.objects.filter(kind="duty.roster_published").count() == 1


def test_a_week_with_an_empty_seat_is_published_for_a_reason_only_and_stays_so(duty: Duty) -> None:
    roster = duty.solved()
    medic = duty.member()
    with entered(Scope.system("test")):
        turn = Turn.objects.get(roster=roster, post_id=medic.post_id, during__startswith=begin(TUESDAY))
        turn.delete()
    with pytest.raises(Refused) as refused:
        duty.do(actions.publish, uuid4(), roster, " ")
    assert refused.value.code == "roster_gaps"
    duty.do(actions.publish, uuid4(), roster, "两人均在培训")
    assert (duty.fresh(roster).gap_minutes, duty.fresh(roster).gap_reason) == (720, "两人均在培训")
    # The automatic shifts come every night, and keep out.
    extend_shifts(days=14)
    with entered(Scope.system("test")):
        there = Shift.objects.filter(post_id=medic.post_id, during__startswith=begin(TUESDAY))
        after = Shift.objects.filter(
            post_id=medic.post_id, during__startswith=begin(WEEK + timedelta(days=8))
        )
        assert (there.count(), after.count()) == (0, 1)


def test_a_week_above_the_cap_is_published_for_a_written_reason_only(duty: Duty) -> None:
    roster, medic = duty.solved(), duty.member()
    with entered(Scope.system("test")):
        Turn.objects.filter(roster=roster, user_id=medic.user_id).delete()
    for n in range(7):
        duty.cell(roster, medic, WEEK + timedelta(days=n), "day")
    with entered(Scope.of(duty.leader)) as scope:
        above = {one.user_id: one for one in above_of(scope, roster)}
        gaps = "夜班待补" if faults_of(scope, roster).gaps else ""
    assert medic.user_id in above and above[medic.user_id].crossed["hours7"] == 84
    with pytest.raises(Refused) as refused:
        duty.do(actions.publish, uuid4(), roster, gaps)
    assert refused.value.code == "over_cap"
    duty.do(actions.publish, uuid4(), roster, gaps, ALONE)
    with entered(Scope.system("test")):
        facts = FactRow.objects.filter(kind="organization.cap_crossed", subject_id=medic.user_id)
        assert facts.get().data["reason"] == ALONE


def test_the_database_itself_wants_the_reason(duty: Duty) -> None:
    roster = duty.plan()
    with pytest.raises(IntegrityError), entered(Scope.system("test")), transaction.atomic():
        Roster.objects.filter(pk=roster.pk).update(status="published", gap_minutes=1)


def test_what_breaks_the_rest_is_not_published(duty: Duty) -> None:
    roster = duty.solved()
    medic = duty.member()
    with entered(Scope.system("test")):
        Turn.objects.filter(roster=roster, post_id=medic.post_id).delete()
    duty.cell(roster, medic, WEEK, "night")
    duty.cell(roster, medic, TUESDAY, "day")
    with pytest.raises(Refused) as refused:
        duty.do(actions.publish, uuid4(), roster, "because")
    assert refused.value.code == "roster_breaks_rules" and refused.value.params["n"] == 1


def test_a_locked_cell_stays_when_the_week_is_solved_again(duty: Duty) -> None:
    roster = duty.solved()
    first, second = duty.member(n=0), duty.member(n=1)
    holds = {user for post, user, at in duty.turns(roster) if post == first.post_id and at == begin(TUESDAY)}
    other = second if first.user_id in holds else first
    with entered(Scope.system("test")):  # or he would stand in two places
        Turn.objects.filter(roster=roster, user_id=other.user_id).delete()
    duty.cell(roster, other, TUESDAY, "day", locked=True)
    again = duty.solved(roster=duty.fresh(roster))
    assert (other.post_id, other.user_id, begin(TUESDAY)) in duty.turns(again)


def test_only_whoever_holds_the_post_is_put_into_a_cell(duty: Duty) -> None:
    roster = duty.plan()
    medic, police = duty.member(), duty.member("police")
    with pytest.raises(Refused) as refused:
        duty.do(actions.put_turn, uuid4(), roster, medic.post_id, WEEK, "day", police.user_id, False)
    assert refused.value.code == "not_qualified"


def test_leave_and_a_granted_day_off_are_honoured_and_a_wish_where_it_costs_no_gap(duty: Duty) -> None:
    medic, helper = duty.member(), make_actor(TRIO, "medic", "第三人")
    police = duty.member("police")
    day = begin(WEEK)
    with entered(Scope.system("test")) as scope:
        user = Post.objects.get(pk=medic.post_id).holdings.get(user_id=medic.user_id).user
        note_absence(scope.actor, user, day, day + timedelta(days=3))
    duty.do(actions.wish, uuid4(), WEEK + timedelta(days=4), "off", actor=helper)
    wish = duty.do(actions.wish, uuid4(), WEEK + timedelta(days=2), "off", actor=police)
    with entered(Scope.of(duty.leader)) as seen:
        from gangmu.ground.duty.queries.members import wish_in

        actions.make_firm(duty.leader, wish_in(seen, wish), True)
    roster = duty.plan()
    duty.do(actions.set_nights, roster, 14)
    roster = duty.solved(roster=roster)
    worked = {
        (user, clock.CIVIL.fromutc(at.replace(tzinfo=clock.CIVIL)).date())
        for _p, user, at in duty.turns(roster)
    }
    assert {(medic.user_id, WEEK + timedelta(days=n)) for n in range(3)} & worked == set()
    assert (police.user_id, WEEK + timedelta(days=2)) not in worked
    assert (helper.user_id, WEEK + timedelta(days=4)) not in worked
    with entered(Scope.of(duty.leader)) as scope:
        gaps = faults_of(scope, roster).gaps
    assert gaps == []


def test_solved_again_around_a_published_week_little_changes(duty: Duty) -> None:
    published = duty.published()
    before = duty.turns(published)
    again = duty.plan()
    assert again.pk != published.pk and duty.turns(again) == before
    assert duty.turns(duty.solved(roster=again)) == before
    duty.do(actions.publish, uuid4(), duty.fresh(again), "")
    assert (duty.fresh(published).status, duty.fresh(again).status) == ("superseded", "published")


def test_what_the_solver_finds_after_it_was_stopped_is_not_taken(duty: Duty) -> None:
    roster = duty.plan()
    duty.do(actions.solve, uuid4(), roster)
    run = duty.fresh(roster).run
    duty.do(actions.stop, duty.fresh(roster))
    assert not actions.run_solver(Scope.system("test").actor, roster.pk, run, seconds=1)
    assert duty.fresh(roster).status == "draft" and duty.turns(roster) == set()


def test_one_draft_a_week_and_none_for_the_past(duty: Duty) -> None:
    assert duty.plan().pk == duty.plan().pk
    with pytest.raises(Refused) as refused:
        duty.plan(date(2026, 11, 16))
    assert refused.value.code == "week_over"


def test_shifts_that_have_begun_stay_when_the_running_week_is_published(duty: Duty) -> None:
    medic = next(one for n in range(4) if duty.shifts(one := duty.member(n=n))[0][0] < clock.now())
    running = duty.shifts(medic)[0]
    roster = duty.solved(date(2026, 11, 23))
    duty.do(actions.publish, uuid4(), roster, "")
    assert running[0] < clock.now() < running[1]
    assert duty.shifts(medic)[0] == running


def test_an_office_has_somebody_in_charge_at_every_minute(duty: Duty) -> None:
    duty.published()
    with entered(Scope.system("test")):
        chief = Post.objects.get(body__code=OFFICE, in_charge=True)
        spans = sorted(
            (s.during.lower, s.during.upper)
            for s in Shift.objects.filter(post=chief, during__startswith__gte=begin(WEEK))
            if s.during.lower < begin(WEEK + timedelta(days=7))
        )
    assert spans[0][0] == begin(WEEK) and spans[-1][1] == begin(WEEK + timedelta(days=7))
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


def test_another_towns_leader_finds_nothing_and_may_do_nothing(duty: Duty) -> None:
    roster = duty.plan()
    stranger = make_actor("LEAD441302007", "leader", "邻镇领导")
    with entered(Scope.of(stranger)) as scope:
        assert rosters_in(scope) == []
        with pytest.raises(Refused):
            roster_in(scope, roster.pk)
    for action in (actions.solve, actions.publish):
        more = ("",) if action is actions.publish else ()
        with pytest.raises(Refused) as refused:
            duty.do(action, uuid4(), roster, *more, actor=stranger)
        assert refused.value.code == "not_allowed"
    medic = duty.member()
    with pytest.raises(Refused) as refused:
        duty.do(actions.solve, uuid4(), roster, actor=medic)
    assert refused.value.code == "not_allowed"
    assert duty.plan(code=TOWN).pk == roster.pk


def test_two_alone_are_not_put_above_the_cap_and_what_stays_empty_says_so(duty: Duty) -> None:
    medic = duty.member()
    with entered(Scope.system("test")):
        held = Holding.objects.filter(post_id=medic.post_id).order_by("id")
        Holding.objects.filter(pk__in=[one.pk for one in held[2:]]).delete()
    roster = duty.solved()
    with entered(Scope.of(duty.leader)) as scope:
        faults, above = faults_of(scope, roster), above_of(scope, roster)
    assert above == [] and {gap.key for gap in faults.gaps} == {"medic"}
    reasons = [dict(why) for key, why in roster.found["gaps"].items()]
    assert all(set(why) & {"cap", "rest", "twice"} for why in reasons) and any(
        "cap" in why for why in reasons
    )
