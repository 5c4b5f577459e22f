"""From routine to emergency and back: nothing is without an owner, nothing is lost, nothing half-done."""

from __future__ import annotations

from datetime import datetime

from gangmu.ground.organization.models import Body, Holding, Shift
from tests.command.modes.conftest import FAR, TOWN, VILLAGE, Switching


def test_a_town_goes_to_emergency_and_back_and_every_open_task_goes_with_its_ground(
    switching: Switching,
) -> None:
    tasks = switching.tasks()
    before = switching.owners(tasks)
    plan_id = switching.plan()
    assert switching.activate(plan_id) == 6
    assert switching.unowned() == []
    assert switching.status(plan_id) == "active"
    modes = {(area < FAR, mode) for area, _owner, mode in switching.owners(tasks).values()}
    assert modes == {(True, "emergency"), (False, "routine")}
    assert switching.roll_back(plan_id) == 6
    assert switching.unowned() == []
    assert switching.owners(tasks) == before
    assert switching.status(plan_id) == "ended"


def test_members_keep_their_hours_in_another_trio_and_the_reserve_fills_the_rest(
    switching: Switching,
) -> None:
    routine = Body.objects.filter(lo=VILLAGE, mode="routine").order_by("code")[0]
    cadre = Holding.objects.filter(post__body=routine, post__role="cadre").order_by("pk")[0].user
    hours = sum((upper(s) - lower(s)).total_seconds() for s in Shift.objects.filter(user=cadre))
    first = switching.member(routine)
    plan_id = switching.plan()
    switching.activate(plan_id)
    acts = switching.member(routine)
    assert acts.body_id != first.body_id and Body.objects.get(pk=acts.body_id).mode == "emergency"
    assert sum((upper(s) - lower(s)).total_seconds() for s in Shift.objects.filter(user=cadre)) == hours
    new = Body.objects.filter(lo__gte=TOWN, lo__lt=FAR, mode="emergency", standing_by=False)
    sent = Holding.objects.filter(post__body__in=new, user__holdings__post__body__kind="reserve").distinct()
    # 11 of each line can be sent; seven are the town's own.
    assert sent.count() == 33
    assert Shift.objects.filter(body__in=new, user__in=[h.user_id for h in sent]).exists()
    switching.roll_back(plan_id)
    assert switching.member(routine) == first
    assert sum((upper(s) - lower(s)).total_seconds() for s in Shift.objects.filter(user=cadre)) == hours
    assert not Shift.objects.filter(
        body__in=new, during__startswith__gt=lower(Shift.objects.latest("pk"))
    ).exists()


def lower(shift: Shift) -> datetime:
    assert shift.during.lower is not None
    return shift.during.lower  # type: ignore[no-any-return]


def upper(shift: Shift) -> datetime:
    assert shift.during.upper is not None
    return shift.during.upper  # type: ignore[no-any-return]
