"""Tasks as a list, and one task with everything that happened to it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.casework import policy
from gangmu.casework.actions import cancel
from gangmu.casework.actions.moving import gates_of
from gangmu.casework.models import Task
from gangmu.casework.queries import case, proofs_of, timeline
from gangmu.casework.queries.queues import looks
from gangmu.casework.rules import COMPARE, RELEASE, gate_at
from gangmu.casework.states import LIFECYCLE, Status
from gangmu.control.intake.queries import rows_of_task
from gangmu.control.zones.queries import zone_over
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries import place_names
from gangmu.doors.desk.queries.answers import answer_lines, event_lines
from gangmu.doors.desk.queries.cases import tasks_in
from gangmu.doors.texts import known_facts
from gangmu.ground.organization.queries import answering
from gangmu.ground.territory.queries import place_label
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope

# The moves that desk pages offer, each with the policy that allows it; the rest happens at the door or in the queues.
MOVES = {
    "offer": policy.may_offer,
    "accept": policy.may_answer,
    "refuse": policy.may_answer,
    "cancel": policy.may_cancel,
    "compare": policy.may_compare,
    "release": policy.may_release,
}


def filters_of(request: StaffRequest) -> dict[str, Any]:
    """The filters of the task list out of the address."""
    status = request.GET.get("status", "")
    return {
        "status": status if status in {*Status, "unfinished"} else "",
        "late": bool(request.GET.get("late")),
        "urgent": bool(request.GET.get("urgent")),
    }


def ground_of(request: StaffRequest) -> Scope:
    """The reader's ground, or the part of it that the address names by its code."""
    code = request.GET.get("ground", "")
    try:
        return request.scope.narrowed(Jurisdiction.of(code)) if code else request.scope
    except ValueError:
        raise Refused("not_found") from None


@page(may=policy.may_see_cases)
def tasks(request: StaffRequest) -> HttpResponse:
    """Tasks of one's ground or a part of it, newest first, by status, late or urgent."""
    filters, scope = filters_of(request), ground_of(request)
    found = tasks_in(scope, **filters, before=number_of(request.GET.get("after")))
    names = place_names(task.area for task in found.tasks)
    rows = [(task, names.get(task.area, "")) for task in found.tasks]
    context = {
        "rows": rows, "older": found.older or "", "statuses": list(Status), "query": request.GET.urlencode(), **filters,
        "ground": request.GET.get("ground", ""), "place": place_label(scope.jurisdiction.lo),
    }  # fmt: skip
    return render(request, "desk/tasks.html", context)


def moves_for(actor: Actor, task: Task) -> set[str]:
    """What this post may do with the task now: the lifecycle's open moves that a policy allows, one gate at a time."""
    found = {move.name for move in LIFECYCLE.open_moves(task.status)}
    found -= {COMPARE, RELEASE} - {gate_at(task.status, gates_of(task))}
    return {name for name in found if name in MOVES and MOVES[name](actor)}


@page(may=policy.may_see_cases)
def task(request: StaffRequest, task_id: int) -> HttpResponse:
    """Who has it, until when, what was found, and everything that happened."""
    found = case(request.scope, task_id)
    (look,) = looks([found])
    context = {
        "task": found,
        "look": look,
        "place": place_names([found.area]).get(found.area, ""),
        "answers": answer_lines(found, look.report) if look.report else [],
        "proofs": proofs_of(found, look.report) if look.report else [],
        "facts": known_facts(found.known),
        "events": event_lines(timeline(request.scope, task_id)),
        "sources": rows_of_task(request.scope, task_id),
        "duty": answering(found.area),
        "over": zone_over(request.scope, found.area, found.person_id),
        "moves": moves_for(request.actor, found),
        "command": uuid4(),
    }
    return render(request, "desk/task.html", context)


@require_POST
@page(may=policy.may_cancel)
def cancel_task(request: StaffRequest, task_id: int) -> HttpResponse:
    """End a task that should not be there."""
    found = case(request.scope, task_id)
    cancel(request.actor, command_of(request), found, request.POST.get("reason", ""))
    messages.success(request, _("The task is cancelled; the reason is kept."))
    return redirect("desk:task", task_id)
