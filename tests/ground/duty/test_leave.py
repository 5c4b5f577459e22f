"""Leave: asked, decided by another, and at once nobody stands where its member stood."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gangmu.ground.accounts.models import User
from gangmu.ground.duty import actions
from gangmu.ground.duty.models import Leave
from gangmu.ground.duty.queries.members import leave_asked, leave_in, leave_waiting, my_leave
from gangmu.ground.organization.models import Absence
from gangmu.ground.organization.queries import red_trios
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.ground.duty.conftest import NOW, OFFICE, Duty

TODAY = date(2026, 11, 25)


def asked(duty: Duty, first: date = TODAY, last: date = TODAY, kind: str = "sick") -> Leave:
    """Leave that the medic has asked for."""
    pk = duty.do(actions.request_leave, uuid4(), kind, first, last, actor=duty.on(TODAY))
    with entered(Scope.of(duty.leader)) as scope:
        return leave_in(scope, pk)


def test_sick_at_ten_to_six_turns_the_trio_red_at_once(duty: Duty) -> None:
    medic = duty.on(TODAY)
    with entered(Scope.of(duty.leader)) as scope:
        assert medic.body_id not in {trio.body_id for trio in red_trios(scope)}
    leave = asked(duty, last=TODAY + timedelta(days=1))
    assert leave.during.lower == NOW  # today means now
    assert duty.do(actions.approve_leave, uuid4(), leave) == 2
    with entered(Scope.of(duty.leader)) as scope:
        red = {trio.body_id: trio.reasons for trio in red_trios(scope)}
    assert medic.body_id in red
    # What he has worked today stays; tomorrow's night is gone, the day after his two days off is not.
    assert [span[0].astimezone(clock.CIVIL).day for span in duty.shifts(medic, NOW - timedelta(hours=9))][
        :2
    ] == [25, 29]


def test_approved_twice_by_one_command_is_once_and_by_another_refused(duty: Duty) -> None:
    leave, command = asked(duty), uuid4()
    assert duty.do(actions.approve_leave, command, leave) == duty.do(actions.approve_leave, command, leave)
    with pytest.raises(Refused) as refused:
        duty.do(actions.approve_leave, uuid4(), duty.fresh(leave))
    assert refused.value.code == "move_not_possible"
    with entered(Scope.system("test")):
        assert Absence.objects.count() == 1


def test_nobody_approves_his_own_leave_and_the_database_says_so_too(duty: Duty) -> None:
    desk = duty.member("desk", body=OFFICE)
    pk = duty.do(actions.request_leave, uuid4(), "annual", TODAY, TODAY, actor=desk)
    with entered(Scope.of(desk)) as scope:
        leave = leave_in(scope, pk)
    with pytest.raises(Refused) as refused:
        duty.do(actions.approve_leave, uuid4(), leave, actor=desk)
    assert refused.value.code == "own_leave"
    with pytest.raises(IntegrityError), entered(Scope.of(desk)), transaction.atomic():
        Leave.objects.filter(pk=pk).update(status="approved", decided_by=desk.user_id)


def test_a_refusal_says_why(duty: Duty) -> None:
    leave = asked(duty)
    with pytest.raises(Refused) as refused:
        duty.do(actions.refuse_leave, uuid4(), leave, " ")
    assert refused.value.code == "reason_missing"
    duty.do(actions.refuse_leave, uuid4(), leave, "当周无人顶替")
    assert (duty.fresh(leave).status, duty.fresh(leave).answer) == ("refused", "当周无人顶替")


def test_coming_back_early_ends_the_absence(duty: Duty) -> None:
    leave = asked(duty, last=TODAY + timedelta(days=5))
    duty.do(actions.approve_leave, uuid4(), leave)
    later = NOW + timedelta(days=2)
    with clock.at(later):
        duty.do(actions.withdraw_leave, uuid4(), duty.fresh(leave), actor=duty.on(TODAY))
        with entered(Scope.system("test")):
            assert Absence.objects.get().during.upper == later
    assert duty.fresh(leave).status == "withdrawn"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (TODAY - timedelta(days=1), TODAY, "leave_times"),
        (TODAY + timedelta(days=2), TODAY + timedelta(days=1), "leave_times"),
        (TODAY, TODAY + timedelta(days=300), "leave_times"),
    ],
)
def test_days_that_cannot_be_are_refused(duty: Duty, first: date, last: date, code: str) -> None:
    with pytest.raises(Refused) as refused:
        asked(duty, first, last)
    assert refused.value.code == code


def test_leave_over_leave_is_refused(duty: Duty) -> None:
    asked(duty, last=TODAY + timedelta(days=2))
    with pytest.raises(Refused) as refused:
        asked(duty, first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=3))
    assert refused.value.code == "leave_overlaps"


def test_a_leader_enters_leave_for_a_member_of_his_ground_only(duty: Duty) -> None:
    medic = duty.member()
    user = User.objects.get(pk=medic.user_id)
    duty.do(actions.enter_leave, uuid4(), user, "sick", TODAY, TODAY)
    with entered(Scope.of(medic)) as scope:
        assert [one.status for one in my_leave(scope)] == ["approved"]
    far = User.objects.get(pk=duty.member(body="441302007001N01").user_id)
    with pytest.raises(Refused) as refused:
        duty.do(actions.enter_leave, uuid4(), far, "sick", TODAY, TODAY)
    assert refused.value.code == "not_allowed"


def test_who_sees_leave(duty: Duty) -> None:
    leave = asked(duty)
    colleague, stranger = duty.member("police"), duty.member(body="441302007001N01")
    with entered(Scope.of(duty.leader)) as scope:
        assert [one.pk for one in leave_waiting(scope)] == [leave.pk] and leave_asked.count(scope) == 1
    with entered(Scope.of(colleague)) as scope:
        assert my_leave(scope) == []
    with entered(Scope.of(stranger)) as scope:
        assert my_leave(scope) == [] and not Leave.objects.exists()
        with pytest.raises(Refused):
            leave_in(scope, leave.pk)
