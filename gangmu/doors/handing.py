"""协转: answering what another territory offers, the same from the desk and from the phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from gangmu.casework import policy
from gangmu.casework.actions import accept_handover, refuse_handover
from gangmu.casework.queries import case
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.texts import chosen

NOT_OURS = {
    "nobody": gettext_noop("Nobody of that name here"),
    "address": gettext_noop("The address is not on our ground"),
    "moved": gettext_noop("He has moved on"),
}


@require_POST
@page(may=policy.may_answer)
def accept(request: StaffRequest, task_id: int) -> HttpResponse:
    """Take what another territory offers."""
    accept_handover(request.actor, command_of(request), case(request.scope, task_id))
    return _answered(request, _("Accepted. The task is now with the trio of this ground."))


@require_POST
@page(may=policy.may_answer)
def refuse(request: StaffRequest, task_id: int) -> HttpResponse:
    """Send an offer back, with the reason: tapped, typed, or both."""
    reason = chosen(NOT_OURS, request.POST.getlist("why"), request.POST.get("reason", ""))
    refuse_handover(request.actor, command_of(request), case(request.scope, task_id), reason)
    return _answered(request, _("Refused. It went back with your reason."))


def _answered(request: StaffRequest, text: str) -> HttpResponse:
    """To the list from which he came: a trio's doors, or the hand-overs of an office."""
    messages.success(request, text)
    return redirect("field:mine" if policy.may_work(request.actor) else "desk:handovers")
