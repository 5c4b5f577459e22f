"""Duty rosters: the weeks that are planned, one week's table, a cell of it, its moves, who works how much."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries.rosters import SIZE, candidates, load_lines, roster_page, seat_name
from gangmu.ground.duty import actions, policy
from gangmu.ground.duty.models import Roster
from gangmu.ground.duty.queries.faults import above_of
from gangmu.ground.duty.queries.members import leave_asked, swaps_agreed
from gangmu.ground.duty.queries.plan import drivers_among, needing_vehicle, seats_of, standing_in
from gangmu.ground.duty.queries.rosters import roster_in, rosters_in, territories, weeks_ahead
from gangmu.ground.duty.rules.weeks import PART
from gangmu.ground.duty.states import EDITABLE
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.recall import counts

SHOWN = 30
MEMBERS = 100


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("day_unreadable", value=text[:20]) from None


@page(may=policy.may_plan)
def rosters(request: StaffRequest) -> HttpResponse:
    """The newest rosters of the ground, what waits for a decision, and a week to begin."""
    found = rosters_in(request.scope, number_of(request.GET.get("after")), SHOWN + 1)
    context = {
        "rosters": found[:SHOWN],
        "older": found[SHOWN - 1].pk if len(found) > SHOWN else "",
        "territories": territories(request.scope),
        "weeks": weeks_ahead(),
        "waiting": sum(counts(request.scope, (leave_asked,), (swaps_agreed,))),
        "command": uuid4(),
    }
    return render(request, "desk/duty.html", context)


@require_POST
@page(may=policy.may_plan)
def plan(request: StaffRequest) -> HttpResponse:
    """Begin the week of a territory, or go on with it."""
    unit = unit_by_code(request.POST.get("unit", ""))
    if unit is None or not unit.jurisdiction <= request.scope.jurisdiction:
        raise Refused("not_found")
    begins = _day(request.POST.get("begins", ""))
    return redirect("desk:roster", actions.plan(request.actor, command_of(request), unit, begins))


def _context(request: StaffRequest, one: Roster) -> dict[str, Any]:
    return {"one": one, "editable": one.status in EDITABLE, "command": uuid4()}


@page(may=policy.may_plan)
def roster(request: StaffRequest, roster_id: int) -> HttpResponse:
    """A week: the bodies with their cells, gaps named, and what can be done now."""
    one = roster_in(request.scope, roster_id)
    start = number_of(request.GET.get("after"))
    text, only = request.GET.get("q", "").strip()[:40], request.GET.get("only", "")
    view = roster_page(request.scope, one, text, only, start)
    older = start + SIZE if view.matching > start + SIZE else ""
    context = _context(request, one) | {"view": view, "q": text, "only": only, "older": older}
    context["above"] = above_of(request.scope, one) if one.status in EDITABLE else []
    return render(request, "desk/roster.html", context)


@page(may=policy.may_plan)
def state(request: StaffRequest, roster_id: int) -> HttpResponse:
    """How far the solver is; when it is done the page is asked for again."""
    one = roster_in(request.scope, roster_id)
    answer = render(request, "desk/_roster_state.html", _context(request, one))
    if one.status != "solving":
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@page(may=policy.may_plan)
def move(request: StaffRequest, roster_id: int) -> HttpResponse:
    """Solve, stop waiting, publish, throw away, or change the limit of nights."""
    one = roster_in(request.scope, roster_id)
    match request.POST.get("move"):
        case "solve":
            actions.solve(request.actor, command_of(request), one)
        case "stop":
            actions.stop(request.actor, one)
        case "publish":
            why = request.POST.get("reason", ""), request.POST.get("over_cap", "")
            n = actions.publish(request.actor, command_of(request), one, *why)
            messages.success(request, _("Published: %(n)s shifts. Members see them now.") % {"n": n})
        case "nights":
            actions.set_nights(request.actor, one, number_of(request.POST.get("most")))
        case "discard":
            actions.discard(request.actor, one)
            return redirect("desk:duty")
    return redirect("desk:roster", roster_id)


@page(may=policy.may_plan)
def cell(request: StaffRequest, roster_id: int) -> HttpResponse:
    """One cell: who may take it, with what he has already; locked cells stay when the week is solved again."""
    one = roster_in(request.scope, roster_id)
    given = request.POST if request.method == "POST" else request.GET
    post = next((p for p in seats_of(one) if p.pk == number_of(given.get("post"))), None)
    day, part = _day(given.get("day", "")), given.get("part", "")
    if post is None or part not in PART:
        raise Refused("not_found")
    if request.method == "POST":
        user, locked = number_of(request.POST.get("user")), bool(request.POST.get("locked"))
        actions.put_turn(request.actor, command_of(request), one, post.pk, day, part, user, locked)
        return redirect(f"{reverse('desk:roster', args=[one.pk])}?{request.POST.get('back', '')}")
    standing = standing_in(request.scope, one, [post]).get((post.pk, day, part), [])
    context = _context(request, one) | {
        "post": post,
        "seat": seat_name(post),
        "day": day,
        "part": part,
        "now": standing[0] if standing else None,
        "back": request.GET.get("back", ""),
        "candidates": candidates(request.scope, one, post, day),
        "needed": bool(needing_vehicle([post])),
    }
    context["drivers"] = drivers_among(who.user_id for who in context["candidates"])
    return render(request, "desk/roster_cell.html", context)


@require_POST
@page(may=policy.may_plan)
def vehicle(request: StaffRequest, roster_id: int, post_id: int) -> HttpResponse:
    """Say whether a seat needs a vehicle, and who of its holders drives."""
    one = roster_in(request.scope, roster_id)
    post = next((p for p in seats_of(one) if p.pk == post_id), None)
    if post is None:
        raise Refused("not_found")
    drivers = {number_of(user) for user in request.POST.getlist("driver")}
    actions.set_vehicle(request.actor, post, bool(request.POST.get("needed")), drivers)
    return redirect(f"{reverse('desk:roster', args=[one.pk])}?{request.POST.get('back', '')}")


@page(may=policy.may_plan)
def loads(request: StaffRequest, roster_id: int) -> HttpResponse:
    """Hours, nights and weekends of each member by name: the four weeks before, and this one."""
    one = roster_in(request.scope, roster_id)
    start = number_of(request.GET.get("after"))
    lines, total = load_lines(request.scope, one, start, MEMBERS)
    older = start + MEMBERS if total > start + MEMBERS else ""
    context = {"one": one, "lines": lines, "total": total, "older": older}
    return render(request, "desk/roster_loads.html", context)
