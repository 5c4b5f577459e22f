"""A shift changes hands when both want it, a third approves it, and no rule is broken by it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.ground.accounts.models import User
from gangmu.ground.duty import actions
from gangmu.ground.duty.models import Swap
from gangmu.ground.duty.queries.members import feed_address as address_of
from gangmu.ground.duty.queries.members import my_swaps, shifts_of_feed, swap_in, swaps_waiting
from gangmu.ground.duty.queries.swaps import above_by
from gangmu.ground.duty.states import SWAP
from gangmu.ground.organization.models import Post, Shift
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.ground.duty.conftest import NOW, Duty, begin, make_actor

FRIDAY = date(2026, 11, 27)


def shift_of(actor: Actor, day: date, part: str = "day") -> Shift:
    """The shift that somebody has."""
    return Shift.objects.select_related("body", "post").get(
        user_id=actor.user_id, during__startswith=begin(day, part)
    )


def offered(duty: Duty, giver: Actor, taker: Actor, day: date = FRIDAY, back: Shift | None = None) -> Swap:
    """A swap that is offered."""
    user = User.objects.get(pk=taker.user_id)
    pk = duty.do(actions.offer_swap, uuid4(), shift_of(giver, day), user, back, actor=giver)
    with entered(Scope.of(giver)) as scope:
        return swap_in(scope, pk)


def code_of(action: Any, *args: Any) -> str:
    with pytest.raises(Refused) as refused:
        action(*args)
    return refused.value.code


def test_a_shift_goes_to_a_third_medic_after_both_and_the_leader_agree(duty: Duty) -> None:
    giver, taker = duty.on(FRIDAY), make_actor("441302001001N01", "medic", "第三人")
    swap = offered(duty, giver, taker)
    assert code_of(duty.do, actions.approve_swap, uuid4(), swap) == "move_not_possible"
    duty.do(actions.accept_swap, uuid4(), swap, actor=taker)
    with entered(Scope.of(duty.leader)) as scope:
        (waiting,) = swaps_waiting(scope)
    command = uuid4()
    duty.do(actions.approve_swap, command, waiting)
    duty.do(actions.approve_swap, command, waiting)
    assert begin(FRIDAY) in {span[0] for span in duty.shifts(taker)}
    assert begin(FRIDAY) not in {span[0] for span in duty.shifts(giver)}
    with entered(Scope.of(taker)) as scope:
        assert [one.status for one in my_swaps(scope)] == ["approved"]


def test_a_day_right_after_ones_night_would_leave_too_little_rest(duty: Duty) -> None:
    by_day, by_night = duty.on(FRIDAY), duty.on(FRIDAY - timedelta(days=1), "night")
    swap = offered(duty, by_day, by_night)
    duty.do(actions.accept_swap, uuid4(), swap, actor=by_night)
    assert code_of(duty.do, actions.approve_swap, uuid4(), duty.fresh(swap)) == "swap_breaks_rules"
    assert duty.fresh(swap).status == "accepted"
    assert begin(FRIDAY) in {span[0] for span in duty.shifts(by_day)}


def test_a_swap_above_the_cap_is_named_and_approved_for_a_reason_only(duty: Duty) -> None:
    giver, taker = duty.on(FRIDAY), make_actor("441302001001N01", "medic", "第三人")
    held = Post.objects.select_related("body").get(pk=taker.post_id)
    for day in range(1, 8):
        if day != 2:  # six days around the one that is offered
            at = begin(FRIDAY - timedelta(days=2) + timedelta(days=day))
            during = DateTimeTZRange(at, at + timedelta(hours=12))
            Shift.objects.create(post=held, user_id=taker.user_id, body=held.body, during=during)
    swap = offered(duty, giver, taker)
    duty.do(actions.accept_swap, uuid4(), swap, actor=taker)
    with entered(Scope.of(duty.leader)) as scope:
        ((above,),) = above_by(scope, swaps_waiting(scope))
    assert above.user_id == taker.user_id and above.crossed == {"hours7": 84}
    assert code_of(duty.do, actions.approve_swap, uuid4(), duty.fresh(swap)) == "over_cap"
    duty.do(actions.approve_swap, uuid4(), duty.fresh(swap), "台风登陆")
    assert begin(FRIDAY) in {span[0] for span in duty.shifts(taker)}


def test_a_shift_that_has_changed_meanwhile_does_not_change_hands(duty: Duty) -> None:
    giver, taker = duty.on(FRIDAY), make_actor("441302001001N01", "medic", "第三人")
    swap = offered(duty, giver, taker)
    duty.do(actions.accept_swap, uuid4(), swap, actor=taker)
    shift_of(giver, FRIDAY).delete()
    assert code_of(duty.do, actions.approve_swap, uuid4(), duty.fresh(swap)) == "shift_changed"
    duty.do(actions.refuse_swap, uuid4(), duty.fresh(swap), "班次已变")
    assert duty.fresh(swap).answer == "班次已变"


def test_nobody_offers_what_is_not_his_or_to_whoever_may_not_take_it(duty: Duty) -> None:
    giver, police = duty.on(FRIDAY), duty.member("police")
    user = User.objects.get(pk=police.user_id)
    shift = shift_of(giver, FRIDAY)
    assert code_of(duty.do, actions.offer_swap, uuid4(), shift, user) == "not_allowed"
    with pytest.raises(Refused):
        duty.do(actions.offer_swap, uuid4(), shift, user, actor=giver)


def test_only_the_colleague_answers_only_the_giver_withdraws_and_neither_decides(duty: Duty) -> None:
    giver, taker = duty.on(FRIDAY), make_actor("441302001001N01", "medic", "第三人")
    swap = offered(duty, giver, taker)
    for action, actor in (
        (actions.accept_swap, giver),
        (actions.decline_swap, giver),
        (actions.withdraw_swap, taker),
        (actions.approve_swap, taker),
    ):
        with pytest.raises(Refused):
            duty.do(action, uuid4(), swap, actor=actor)
    assert duty.fresh(swap).status == "offered"
    user = User.objects.get(pk=taker.user_id)
    with pytest.raises(Refused) as refused:
        duty.do(actions.offer_swap, uuid4(), shift_of(giver, FRIDAY), user, actor=giver)
    assert refused.value.code == "swap_twice"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(["accept", "decline", "withdraw", "refuse"]), max_size=4))
def test_a_swap_goes_where_its_table_says_and_nowhere_else(duty: Duty, moves: list[str]) -> None:
    giver, taker = duty.on(FRIDAY), duty.on(FRIDAY + timedelta(days=1))
    day = FRIDAY
    with entered(Scope.system("test")):
        Swap.objects.all().delete()
    swap = offered(duty, giver, taker, day)
    doing = {
        "accept": (actions.accept_swap, taker),
        "decline": (actions.decline_swap, taker),
        "withdraw": (actions.withdraw_swap, giver),
        "refuse": (actions.refuse_swap, duty.leader),
    }
    status = "offered"
    for move in moves:
        action, actor = doing[move]
        more = ("不行",) if move == "refuse" else ()
        possible = move in {one.name for one in SWAP.open_moves(status)}
        if possible:
            duty.do(action, uuid4(), duty.fresh(swap), *more, actor=actor)
            status = str(SWAP.check(move, status))
        else:
            with pytest.raises(Refused):
                duty.do(action, uuid4(), duty.fresh(swap), *more, actor=actor)
        assert duty.fresh(swap).status == status


def test_a_calendar_address_shows_ones_shifts_until_it_is_ended_or_renewed(duty: Duty) -> None:
    medic = duty.member()
    duty.do(actions.open_feed, uuid4(), actor=medic)
    with entered(Scope.of(medic)) as scope:
        address = address_of(scope)
    shifts = shifts_of_feed(address)
    assert shifts and {shift.user_id for shift in shifts} == {medic.user_id}
    assert shifts_of_feed(address[:-1] + ("A" if address[-1] != "A" else "B")) is None
    duty.do(actions.open_feed, uuid4(), actor=medic)
    assert shifts_of_feed(address) is None
    with entered(Scope.of(medic)) as scope:
        renewed = address_of(scope)
    assert shifts_of_feed(renewed) is not None
    duty.do(actions.end_feed, uuid4(), actor=medic)
    assert shifts_of_feed(renewed) is None
    assert clock.now() == NOW and timedelta(0) < FRIDAY - NOW.date()
