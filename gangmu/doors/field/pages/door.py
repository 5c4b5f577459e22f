"""One door: what is known, who called last, taking it, giving it back, reading why it was returned."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.casework import policy
from gangmu.casework.actions import claim, contact, open_return, unclaim
from gangmu.casework.queries import case
from gangmu.casework.states import WITH_TRIO
from gangmu.control.zones.queries import zone_over
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.field.queries import category_name, facts_of, last_report, offer_of, phone_of
from gangmu.doors.handing import NOT_OURS
from gangmu.ground.territory.queries import place_label


@page(may=policy.may_work)
def door(request: StaffRequest, task_id: int) -> HttpResponse:
    """Everything that is known before anybody knocks."""
    task = case(request.scope, task_id)
    ours = task.owner_id == request.actor.body_id
    context = {
        "task": task,
        "category": category_name(task),
        "facts": facts_of(task),
        "place": place_label(task.area),
        "over": zone_over(request.scope, task.area, task.person_id),
        "report": last_report(request.scope, task),
        "offer": offer_of(request.scope, task) if task.status == "offered" else None,
        "refusals": [(code, _(text)) for code, text in NOT_OURS.items()],
        "with_us": ours and task.status in WITH_TRIO,
        "unread": task.status == "returned" and task.return_opened_at is None,
        "mine": task.claimed_by_id == request.actor.user_id,
        "may_report": policy.may_report(request.actor),
        "may_call": policy.may_contact(request.actor),
        "command": uuid4(),
    }
    return render(request, "field/door.html", context)


@require_POST
@page(may=policy.may_claim)
def claim_it(request: StaffRequest, task_id: int) -> HttpResponse:
    """Take the door."""
    claim(request.actor, command_of(request), case(request.scope, task_id))
    messages.success(request, _("This door is yours."))
    return redirect("field:door", task_id)


@require_POST
@page(may=policy.may_claim)
def unclaim_it(request: StaffRequest, task_id: int) -> HttpResponse:
    """Give the door back to the trio."""
    unclaim(request.actor, command_of(request), case(request.scope, task_id))
    messages.success(request, _("The door is open to the whole trio again."))
    return redirect("field:mine")


@require_POST
@page(may=policy.may_report)
def read_reason(request: StaffRequest, task_id: int) -> HttpResponse:
    """Say that the reason of the return was read; from now on the door can be reported again."""
    open_return(request.actor, command_of(request), case(request.scope, task_id))
    return redirect("field:door", task_id)


@require_POST
@page(may=policy.may_contact)
def call(request: StaffRequest, task_id: int) -> HttpResponse:
    """The number, to be dialled with one tap; who calls and when is noted first."""
    task = case(request.scope, task_id)
    contact(request.actor, command_of(request), task)
    return render(request, "field/_call.html", {"phone": phone_of(task)})
