"""A seat that needs a vehicle goes to whoever brings one; where nobody does, that is named."""

from __future__ import annotations

import pytest

from gangmu.ground.duty import actions
from gangmu.ground.duty.models import Driver, VehicleSeat
from gangmu.ground.duty.queries.faults import faults_of
from gangmu.ground.organization.models import Post
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.ground.duty.conftest import TRIO, Duty, make_actor


def post_of(role: str = "police") -> Post:
    return Post.objects.select_related("body__division").get(body__code=TRIO, role=role)


def test_the_solver_puts_the_driver_where_a_vehicle_is_needed(duty: Duty) -> None:
    post, driver = post_of(), make_actor(TRIO, "police", "司机")
    duty.do(actions.set_vehicle, post, True, {driver.user_id})
    roster = duty.solved()
    there = [user for seat, user, _begin in duty.turns(roster) if seat == post.pk]
    # He cannot be there day and night: the others stand in, and the page names those cells.
    mine = there.count(driver.user_id or 0)
    assert len(there) == 14 and mine >= 6
    with entered(Scope.of(duty.leader)) as scope:
        faults = faults_of(scope, roster)
    assert len(faults.walking) == 14 - mine and faults.illegal == []
    assert {one.code for one in faults.walking} == {"vehicle"}


def test_where_nobody_drives_the_seats_are_filled_all_the_same(duty: Duty) -> None:
    post = post_of()
    duty.do(actions.set_vehicle, post, True, set())
    roster = duty.solved()
    assert len([1 for seat, _user, _begin in duty.turns(roster) if seat == post.pk]) == 14
    assert not any(key.startswith(f"{post.pk}:") for key in roster.found["gaps"])


def test_only_holders_of_the_post_are_named_and_it_can_be_taken_back(duty: Duty) -> None:
    post, mine, medic = post_of(), duty.member("police"), duty.member("medic")
    duty.do(actions.set_vehicle, post, True, {mine.user_id, medic.user_id})
    duty.do(actions.set_vehicle, post, True, {mine.user_id})
    assert list(Driver.objects.values_list("pk", flat=True)) == [mine.user_id]
    duty.do(actions.set_vehicle, post, False, set())
    assert not VehicleSeat.objects.exists() and not Driver.objects.exists()
    with entered(Scope.system("test")):
        assert [f.data["needed"] for f in FactRow.objects.filter(kind="duty.vehicle_set")] == [
            True,
            True,
            False,
        ]


def test_another_towns_leader_does_not_decide_about_vehicles(duty: Duty) -> None:
    stranger = make_actor("LEAD441302007", "leader", "邻镇领导")
    with pytest.raises(Refused) as refused:
        duty.do(actions.set_vehicle, post_of(), True, set(), actor=stranger)
    assert refused.value.code == "not_allowed" and not VehicleSeat.objects.exists()
