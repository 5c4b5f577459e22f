"""From routine to emergency and back: nothing is without an owner, nothing is lost, nothing half-done."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from gangmu.casework import actions as casework
from gangmu.casework import queries as cases
from gangmu.casework.models import Reassignment
from gangmu.casework.states import TALLY
from gangmu.command.modes import actions
from gangmu.command.modes.actions import planning
from gangmu.command.modes.models import Plan, PlanSeat, PlanTown, PlanTrio
from gangmu.command.modes.queries import plan_of, town_lines, trio_lines
from gangmu.ground.organization import queries as organization
from gangmu.ground.organization.actions import note_absence
from gangmu.ground.organization.bulk import settle_hours
from gangmu.ground.organization.models import Body, Ground, Holding, ModeChange, Shift
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import FOUND
from tests.command.modes.conftest import FAR, TOWN, VILLAGE, WHY, Switching
from tests.command.modes.test_pages import client_of


def emergency(town: int = TOWN) -> list[int]:
    """The emergency trios of a town that work now."""
    found = Body.objects.filter(lo__gte=town, lo__lt=town + 10**9, mode="emergency", standing_by=False)
    return list(found.values_list("pk", flat=True))


def lower(shift: Shift) -> datetime:
    assert shift.during.lower is not None
    return shift.during.lower  # type: ignore[no-any-return]


def hours_of(user: int) -> float:
    """All hours of somebody's shifts."""
    return sum((s.during.upper - lower(s)).total_seconds() / 3600 for s in Shift.objects.filter(user=user))


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
    assert TALLY.recount(clock.today()) == []
    called = FactRow.objects.filter(kind="modes.trio_called")
    assert sum(fact.data["tasks"] for fact in called) == 6 and called.count() == len(emergency())
    assert switching.roll_back(plan_id) == 6
    assert switching.unowned() == []
    assert switching.owners(tasks) == before
    assert switching.status(plan_id) == "ended"
    changes = ModeChange.objects.filter(area=TOWN).order_by("pk").values_list("mode", "mechanism", "plan_id")
    assert list(changes) == [("emergency", "third", plan_id), ("routine", "third", plan_id)]


def test_members_keep_their_hours_in_another_trio_and_the_reserve_fills_the_rest(
    switching: Switching,
) -> None:
    routine = Body.objects.filter(lo=VILLAGE, mode="routine").order_by("code")[0]
    cadre = Holding.objects.filter(post__body=routine, post__role="cadre").order_by("pk")[0].user_id
    hours, first = hours_of(cadre), switching.member(routine)
    plan_id = switching.plan()
    switching.activate(plan_id)
    acts = switching.member(routine)
    assert acts.body_id in emergency()
    settle_hours(f"{{[{TOWN},{TOWN + 10**9})}}")  # what the worker does right after
    assert hours_of(cadre) == hours
    assert not Shift.objects.filter(body=routine, during__endswith__gt=clock.now()).exists()
    seats = PlanSeat.objects.filter(origin__body__kind="reserve")
    assert seats.count() == 33  # eleven of each line can be sent: seven of the town, four of the county
    on_duty = Shift.objects.filter(body__in=emergency(), user__in=seats.values("user"))
    assert on_duty.values("user").distinct().count() == 33
    reasons = {
        reason.split(":")[0] for red in organization.red_trios(Scope.system("test")) for reason in red.reasons
    }
    assert reasons <= {"shift_uncovered", "post_vacant"}  # nobody is in two places, or where he has no post
    switching.roll_back(plan_id)
    settle_hours(f"{{[{TOWN},{TOWN + 10**9})}}")
    assert switching.member(routine) == first
    assert hours_of(cadre) == hours
    assert not Shift.objects.filter(user__in=seats.values("user"), during__endswith__gt=clock.now()).exists()


def test_who_had_claimed_a_door_reports_it_after_the_switch_and_nobody_knocks_twice(
    switching: Switching,
) -> None:
    grids = Ground.objects.filter(body__lo=VILLAGE, body__mode="routine").order_by("-body__code", "area")
    old = Body.objects.get(pk=grids[0].body_id)
    claimed, open_one, late = (switching.task(grids[n].area) for n in range(3))
    old_cadre, old_medic = switching.member(old), switching.member(old, "medic")
    for task in (claimed, late):
        with entered(Scope.of(old_cadre)) as scope:
            casework.claim(old_cadre, uuid4(), cases.case(scope, task))
    switching.activate(switching.plan())
    now, medic = switching.member(old), switching.member(old, "medic")
    assert now.body_id != old_cadre.body_id
    freed = [t for t in (claimed, late) if switching.of(t).owner_id != now.body_id]
    assert (
        all(switching.of(t).status == "open" and switching.of(t).claimed_by is None for t in freed) and freed
    )
    # His phone sends what he found, in the post that he has now: it is the report of the case.
    with entered(Scope.of(now)) as scope:
        sent = casework.report(now, uuid4(), cases.case(scope, freed[0]), "found", FOUND)
    assert not sent.late and switching.of(freed[0]).status == "reported"
    # A colleague of the trio that had it, who had not claimed it: kept beside the case.
    foreign = open_one if switching.of(open_one).owner_id != medic.body_id else freed[-1]
    with entered(Scope.of(medic)) as scope:
        sent = casework.report(medic, uuid4(), cases.case(scope, foreign), "found", FOUND)
    assert sent.late and sent.away
    assert old_medic.user_id == medic.user_id
    with entered(Scope.system("test")) as scope:
        told = [event.kind for event in cases.timeline(scope, freed[0])]
    assert "reassigned" in told
    with entered(Scope.system("test")):
        assert Reassignment.objects.filter(claimed_by=old_cadre.user_id).count() == len(freed)


def test_nobody_who_is_away_is_placed_neither_by_the_plan_nor_when_it_is_carried_out(
    switching: Switching,
) -> None:
    cadre, police = (
        Holding.objects.select_related("user").filter(post__body__lo=VILLAGE, post__role=role)[0].user
        for role in ("cadre", "police")
    )
    at = clock.now()
    with entered(Scope.system("test")) as scope:
        note_absence(scope.actor, cadre, at, at + timedelta(days=3))
    plan_id = switching.plan()
    with entered(Scope.system("test")):
        assert ["members_away", VILLAGE] in Plan.objects.get(pk=plan_id).warnings
    assert not PlanSeat.objects.filter(user=cadre).exists()
    assert PlanSeat.objects.filter(user=police).exists()
    with entered(Scope.system("test")) as scope:
        note_absence(scope.actor, police, at + timedelta(hours=8), at + timedelta(days=1))
    switching.activate(plan_id)
    held = Holding.objects.filter(post__body__in=emergency(), valid__contains=clock.today())
    assert held.exists() and not held.filter(user__in=(cadre, police)).exists()


def test_another_plan_on_the_same_day_sends_whom_it_names_and_nobody_else(switching: Switching) -> None:
    switching.roll_back_after(switching.plan(TOWN, FAR))
    plan_id = switching.plan(TOWN, trios=9, anew=True)
    switching.activate(plan_id)
    settle_hours(f"{{[{TOWN},{TOWN + 10**9})}}")
    with entered(Scope.of(switching.city)):
        named = PlanSeat.objects.filter(trio__town__plan=plan_id, user__isnull=False)
        wanted = set(named.values_list("user", "trio__code"))
    today = Holding.objects.filter(post__body__in=emergency(), valid__contains=clock.today())
    assert set(today.values_list("user", "post__body__code")) == wanted


def test_some_towns_first_the_rest_later_and_one_back_alone(switching: Switching) -> None:
    plan_id = switching.plan(TOWN, FAR)
    switching.activate(plan_id, TOWN)
    assert switching.status(plan_id) == "partial" and emergency() and not emergency(FAR)
    switching.activate(plan_id)
    assert switching.status(plan_id) == "active" and emergency(FAR)
    switching.roll_back(plan_id, TOWN)
    assert switching.status(plan_id) == "partial" and not emergency()
    switching.roll_back(plan_id)
    assert switching.status(plan_id) == "ended" and switching.unowned() == []


def test_a_command_that_comes_twice_is_carried_out_once_and_of_two_the_second_is_refused(
    switching: Switching,
) -> None:
    switching.tasks()
    plan_id, other, command = switching.plan(), switching.plan(), uuid4()
    with entered(Scope.of(switching.city)):
        assert actions.activate(switching.city, command, plan_id, WHY) == 6
        assert actions.activate(switching.city, command, plan_id, WHY) == 6
    with pytest.raises(Refused, match="move_not_possible"):
        switching.activate(plan_id)
    with pytest.raises(Refused, match="in_emergency"):
        switching.activate(other)
    assert ModeChange.objects.count() == 1


def test_whatever_fails_in_the_middle_nothing_has_happened(switching: Switching) -> None:
    tasks = switching.tasks()
    plan_id = switching.plan()
    before = switching.owners(tasks), Shift.objects.count(), Holding.objects.count()
    # The ground of a village is nobody's in the plan: its tasks would be left behind.
    with entered(Scope.system("test")):
        PlanTown.objects.get(plan=plan_id).trios.filter(village=VILLAGE).delete()
    with pytest.raises(Refused, match="tasks_left_behind"):
        switching.activate(plan_id)
    assert (switching.owners(tasks), Shift.objects.count(), Holding.objects.count()) == before
    assert switching.status(plan_id) == "checked" and not ModeChange.objects.exists()


def test_ground_divided_anew_is_whole_and_what_was_laid_down_comes_back(switching: Switching) -> None:
    laid = set(
        Ground.objects.filter(mode="emergency", valid__endswith=None).values_list("body__code", "area")
    )
    tasks = switching.tasks()
    plan_id = switching.plan(TOWN, trios=5, anew=True)
    with entered(Scope.of(switching.city)) as scope:
        _plan, towns = plan_of(scope, plan_id)
        (line,) = town_lines(towns)
        trios = trio_lines(*towns[0])
    assert line.trios == len(trios) == 5
    assert sum(one.tasks for one in trios) == 6  # what the dry run says is what will move
    areas = [area for one in trios for area in one.trio.areas]
    assert sorted(areas) == sorted(area for _code, area in laid if TOWN <= area < FAR)
    assert line.heaviest < line.town.heaviest_before
    switching.activate(plan_id)
    assert len(emergency()) == 5 and switching.unowned() == []
    after = {one.trio.code: one.tasks for one in trios}
    for code, n in after.items():
        body = Body.objects.get(code=code).pk
        assert sum(owner == body for _area, owner, _mode in switching.owners(tasks).values()) == n
    switching.roll_back(plan_id)
    assert (
        set(Ground.objects.filter(mode="emergency", valid__endswith=None).values_list("body__code", "area"))
        == laid
    )


def test_only_who_leads_the_ground_may_plan_and_switch_it(switching: Switching) -> None:
    plan_id = switching.plan(by=switching.county)
    for actor in (switching.elsewhere, switching.town):
        with pytest.raises(Refused, match=r"not_found|towns_missing"):
            switching.activate(plan_id, by=actor)
    with pytest.raises(Refused, match="not_found"):
        switching.plan(by=switching.elsewhere)
    with entered(Scope.of(switching.elsewhere)) as scope, pytest.raises(Refused, match="not_found"):
        plan_of(scope, plan_id)
    with entered(Scope.of(switching.town)) as scope:
        assert plan_of(scope, plan_id)[0].pk == plan_id
        assert Plan.objects.within(scope).count() == 0
    with entered(Scope.of(switching.city)), pytest.raises(Refused, match="trios_out_of_range") as refused:
        actions.draft(switching.city, uuid4(), "x", "third", {TOWN: 1}, anew=True)
    assert refused.value.params["least"] == 2


def test_a_plan_of_many_towns_is_worked_out_by_the_worker_who_tells_how_far_he_is(
    switching: Switching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "AT_ONCE", 1)
    wanted, plans = {TOWN: 0, FAR: 0}, []
    for _n in range(2):
        with entered(Scope.of(switching.city)):
            plans.append(actions.draft(switching.city, uuid4(), "全域", "third", wanted, anew=False))
    first, second = plans
    assert switching.status(first) == "working"
    assert actions.work_out(Scope.system("test").actor, first, switching.city.post_id or 0)
    with entered(Scope.of(switching.city)) as scope:
        plan, towns = plan_of(scope, first)
        assert (plan.status, plan.progress, len(town_lines(towns))) == ("drafted", 2, 2)
    assert not actions.work_out(
        Scope.system("test").actor, first, switching.city.post_id or 0
    )  # a job that runs twice
    # Thrown away meanwhile, it is not kept.
    with entered(Scope.of(switching.city)):
        actions.discard(switching.city, uuid4(), second)
    assert not actions.work_out(Scope.system("test").actor, second, switching.city.post_id or 0)
    assert switching.status(second) == "discarded"
    with entered(Scope.system("test")):
        assert not PlanTrio.objects.filter(town__plan=second).exists()


def test_a_plan_that_cannot_be_worked_out_says_why(
    switching: Switching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "AT_ONCE", 0)
    with entered(Scope.of(switching.city)):
        plan_id = actions.draft(switching.city, uuid4(), "过多", "third", {TOWN: 9999}, anew=True)
    assert actions.work_out(Scope.system("test").actor, plan_id, switching.city.post_id or 0)
    with entered(Scope.system("test")):
        plan = Plan.objects.get(pk=plan_id)
    assert plan.status == "failed" and plan.failure["code"] == "trios_out_of_range"
    page = client_of(switching.city).get(f"/modes/{plan_id}/").content.decode()
    assert "can be divided among" in page
    assert client_of(switching.elsewhere).get(f"/modes/{plan_id}/state/").status_code == 404
