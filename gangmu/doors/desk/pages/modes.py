"""Routine and emergency: how the towns stand, a plan and its dry run, carrying it out, taking it back, the report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gangmu.command.modes import actions, policy
from gangmu.command.modes.models import Plan
from gangmu.command.modes.queries import (
    TownLine,
    course,
    moving_tasks,
    plan_of,
    plans,
    report,
    town_lines,
    towns_now,
    trio_lines,
)
from gangmu.command.modes.states import LIFECYCLE, PlanStatus
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import PlanForm, number_of
from gangmu.doors.desk.pages.leaving import as_csv
from gangmu.doors.desk.queries.modes import by_county, pieces_text, seat_text, warning_lines
from gangmu.doors.texts import refusal_text
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel.lifecycle import Refused
from gangmu.support.welfare.queries import loads

UNFINISHED = (PlanStatus.WORKING, PlanStatus.FAILED)


@page(may=policy.may_see_modes)
def overview(request: StaffRequest) -> HttpResponse:
    """The towns with their modes, and the newest plans."""
    towns = towns_now(request.scope)
    context = {
        "counties": by_county(towns),
        "total": len(towns),
        "emergency": sum(town.mode.mode == "emergency" for town in towns),
        "trios": sum(town.emergency if town.mode.mode == "emergency" else town.routine for town in towns),
        "plans": plans(request.scope),
        "may_plan": policy.may_plan(request.actor),
    }
    return render(request, "desk/modes.html", context)


@page(may=policy.may_plan)
def new_plan(request: StaffRequest) -> HttpResponse:
    """Choose towns and how many trios each; the plan is worked out, and nobody is sent anywhere."""
    towns = [town for town in towns_now(request.scope) if town.mode.mode == "routine"]
    form = PlanForm(towns, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        plan_id = actions.draft(
            request.actor,
            command_of(request),
            said["name"],
            said["mechanism"],
            said["wanted"],
            anew=said["anew"],
        )
        return redirect("desk:mode_plan", plan_id)
    context = {"form": form, "counties": by_county(form.lines), "command": uuid4()}
    return render(request, "desk/modes_new.html", context, status=422 if form.errors else 200)


@page(may=policy.may_see_modes)
def plan(request: StaffRequest, plan_id: int) -> HttpResponse:
    """The dry run: what a plan would come to, town by town; `?town=` shows its trios, staff and tasks."""
    found, towns = plan_of(request.scope, plan_id)
    if found.status in UNFINISHED:
        return render(request, "desk/modes_working.html", _working(request, found, len(towns)))
    lines = town_lines(towns)
    chosen = next((line for line in lines if line.unit.area == number_of(request.GET.get("town"))), None)
    if chosen is None and len(lines) == 1:
        chosen = lines[0]
    context = {
        **_totals(found, lines),
        "lines": lines,
        "warnings": warning_lines(found.warnings, request.scope),
        "chosen": chosen,
        "moves": {move.name for move in LIFECYCLE.open_moves(found.status)},
        "may_plan": policy.may_plan(request.actor) and found.area in request.scope.jurisdiction,
        "waiting": [line for line in lines if line.town.activated_at is None],
        "running": [line for line in lines if line.town.activated_at and not line.town.ended_at],
        "command": uuid4(),
    }
    if chosen is not None:
        trios = trio_lines(chosen.town, chosen.unit)
        context["trios"] = [(line, pieces_text(line.trio.areas)) for line in trios]
        people = {seat.user_id for line in trios for seat in line.seats if seat.user_id}
        context["loads"] = loads(request.scope, people)
        context["moving"], context["tasks"] = moving_tasks(request.scope, chosen.unit)
    return render(request, "desk/modes_plan.html", context)


@page(may=policy.may_see_modes)
def state(request: StaffRequest, plan_id: int) -> HttpResponse:
    """How far a plan is worked out; when it is, its page is asked for again."""
    found, towns = plan_of(request.scope, plan_id)
    answer = render(request, "desk/_modes_working.html", _working(request, found, len(towns)))
    if found.status != PlanStatus.WORKING:
        answer["HX-Refresh"] = "true"
    return answer


def _working(request: StaffRequest, found: Plan, towns: int) -> dict[str, Any]:
    failure = found.failure and refusal_text(Refused(found.failure["code"], **found.failure["params"]))
    return {
        "plan": found,
        "all": max(towns, found.progress),
        "failure": failure,
        "may_plan": policy.may_plan(request.actor) and found.area in request.scope.jurisdiction,
        "command": uuid4(),
    }


def _totals(found: Plan, lines: Sequence[TownLine]) -> dict[str, Any]:
    return {
        "plan": found,
        "trios_before": sum(line.town.trios_before for line in lines),
        "trios_after": sum(line.trios for line in lines),
        "staying": sum(line.staying for line in lines),
        "sent": sum(line.sent for line in lines),
        "vacant": sum(line.vacant for line in lines),
        "single": sum(line.single for line in lines),
        "open": sum(line.open for line in lines),
    }


@require_POST
@page(may=policy.may_plan)
def move(request: StaffRequest, plan_id: int) -> HttpResponse:
    """Say that the dry run was looked at, carry the plan out or take it back (all or the ticked towns), discard it."""
    name, command = request.POST.get("move"), command_of(request)
    if name in ("activate", "roll_back"):
        carry_out: Callable[..., int] = actions.activate if name == "activate" else actions.roll_back
        ticked: Collection[int] = [number_of(area) for area in request.POST.getlist("town")]
        moved = carry_out(request.actor, command, plan_id, request.POST.get("reason", ""), ticked)
        said = ngettext("%(n)s open task changed its trio.", "%(n)s open tasks changed their trio.", moved)
        messages.success(request, said % {"n": f"{moved:,}"})
    elif name == "check":
        actions.check(request.actor, command, plan_id)
    elif name == "discard":
        actions.discard(request.actor, command, plan_id)
        return redirect("desk:modes")
    return redirect("desk:mode_plan", plan_id)


@page(may=policy.may_see_modes)
def after_action(request: StaffRequest, plan_id: int) -> HttpResponse:
    """What a plan came to: how long, how many tasks, hours, gaps. Made to be printed."""
    found, towns = plan_of(request.scope, plan_id)
    lines = report(towns)
    context = {
        **_totals(found, [one.line for one in lines]),
        "lines": lines,
        "course": course(found, towns),
        "longest": max((line.lasted for line in lines), default=0),
        "returned": sum(line.returned for line in lines),
        "moved": sum(line.line.town.moved for line in lines),
        "moved_back": sum(line.line.town.moved_back for line in lines),
        "hours": sum(line.hours for line in lines),
        "reported": sum(line.reported for line in lines),
        "released": sum(line.released for line in lines),
    }
    return render(request, "desk/modes_report.html", context)


@page(may=policy.may_see_modes)
def staff_csv(request: StaffRequest, plan_id: int) -> HttpResponseBase:
    """Trios, ground and staff of a plan as a file; logged, for it names colleagues."""
    found, towns = plan_of(request.scope, plan_id)
    log_access(request.actor, "export", None, f"plan {plan_id}", found.name)

    def lines() -> Iterator[Sequence[Any]]:
        yield (
            _("Town"),
            _("Trio"),
            _("Ground"),
            _("Residents"),
            _("Open tasks"),
            _("Post"),
            _("Name"),
            _("From where"),
        )
        for town, unit in towns:
            for line in trio_lines(town, unit):
                ground = pieces_text(line.trio.areas)
                for seat in line.seats:
                    role, name, origin = seat_text(seat)
                    yield (
                        unit.name,
                        line.trio.name,
                        ground,
                        line.trio.population,
                        line.tasks,
                        role,
                        name,
                        origin,
                    )

    return as_csv(request.scope, f"plan-{plan_id}.csv", lines())
