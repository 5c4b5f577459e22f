"""协转: what others offer to this ground, what left it, and offering; the answer is `doors.handing`."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangmu.casework import policy
from gangmu.casework.actions import offer_handover
from gangmu.casework.queries import case, offers_here
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import OfferForm
from gangmu.doors.desk.queries.cases import offered_by


@page(may=policy.may_answer)
def inbox(request: StaffRequest) -> HttpResponse:
    """Offers that wait for an answer, oldest first; below, what this ground offered to others."""
    offers, sent = offers_here(request.scope), offered_by(request.scope)
    return render(request, "desk/handovers.html", {"offers": offers, "sent": sent})


@page(may=policy.may_offer)
def offer(request: StaffRequest, task_id: int) -> HttpResponse:
    """Offer a task to whoever answers for another area."""
    task = case(request.scope, task_id)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        offer_handover(request.actor, command_of(request), task, data["area"], data["reason"])
        messages.success(request, _("Offered. You will see here whether it is accepted."))
        return redirect("desk:handovers" if policy.may_answer(request.actor) else "desk:tasks")
    context = {"form": form, "task": task, "command": uuid4()}
    return render(request, "desk/offer.html", context, status=422 if form.errors else 200)
