"""The first page of every role: today's exceptions first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangmu.casework import policy as cases
from gangmu.casework.queries import count_open, offers_here
from gangmu.command.board.policy import may_see_board
from gangmu.command.board.queries import board
from gangmu.control.intake import policy as intake
from gangmu.control.intake.queries import slots_of_day, unfinished, waiting_rows
from gangmu.doors.access import StaffRequest, everybody, page
from gangmu.doors.desk import policy
from gangmu.doors.desk.pages.push import incident_of
from gangmu.doors.desk.queries import place_names
from gangmu.doors.desk.queries.cases import escalations_in, first_pass, late_tasks, queue_sizes
from gangmu.doors.desk.queries.ground import level_of_post, red_of
from gangmu.doors.desk.queries.watches import alarms_of
from gangmu.doors.desk.queries.words import reason_text
from gangmu.doors.desk.templatetags.kit import percent
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

SHOWN = 8


@page(may=everybody)
def home(request: StaffRequest) -> HttpResponse:
    """What this post should see first."""
    actor, scope = request.actor, request.scope
    if cases.may_work(actor):
        return redirect("/field/")
    context: dict[str, Any] = {}
    if policy.may_watch(actor):
        context |= _watch(scope)
    if intake.may_push(actor):
        context |= _pushes(scope)
    if intake.may_decide(actor):
        context |= _office(scope)
    if cases.may_review(actor):
        context |= _gates(scope)
    if may_see_board(actor):
        context["units"] = board(scope).lines
    return render(request, "desk/home.html", context)


def _gates(scope: Scope) -> dict[str, Any]:
    reviewed, passed = first_pass(scope)
    return {
        "gates": queue_sizes(scope),
        "reviewed": reviewed,
        "share_text": percent(passed / reviewed, 0) if reviewed else "",
        "reviewed_text": _("%(passed)s of %(reviewed)s compared") % {"passed": passed, "reviewed": reviewed},
    }


def _watch(scope: Scope) -> dict[str, Any]:
    late, told = late_tasks(scope, SHOWN), escalations_in(scope, level_of_post(scope), SHOWN)
    red = red_of(scope)
    names = place_names([t.area for t in late] + [e.area for e in told])
    return {
        "alarms": alarms_of(scope),
        "counts": count_open(scope),
        "late": [(task, names.get(task.area, "")) for task in late],
        "told": [(one, names.get(one.area, "")) for one in told],
        "red": red[:SHOWN],
        "red_count": len(red),
    }


def _pushes(scope: Scope) -> dict[str, Any]:
    incident = incident_of(scope, "")
    return {
        "slots": slots_of_day(scope, incident, clock.today()) if incident else [],
        "unfinished": unfinished(scope),
        "may_push": True,
    }


def _office(scope: Scope) -> dict[str, Any]:
    rows = waiting_rows(scope, SHOWN)
    offers = offers_here(scope, SHOWN) if cases.may_answer(scope.actor) else []
    names = place_names([r.area for r in rows] + [o.source_area for o in offers])
    return {
        "waiting": [(r, names.get(r.area, ""), [reason_text(c) for c in r.reasons]) for r in rows],
        "offers": [(o, names.get(o.source_area, "")) for o in offers],
    }
