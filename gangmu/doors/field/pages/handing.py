"""协转 on the phone: offering a door to another territory; answering is the same as at the desk (`doors.handing`)."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangmu.casework import policy
from gangmu.casework.actions import offer_handover
from gangmu.casework.queries import case
from gangmu.doors.access import StaffRequest, command_of, everybody, page
from gangmu.doors.field.queries import places_like
from gangmu.doors.field.words import ELSEWHERE
from gangmu.doors.texts import chosen, refusal_text
from gangmu.kernel.lifecycle import Refused


@page(may=policy.may_offer)
def offer(request: StaffRequest, task_id: int) -> HttpResponse:
    """Find the village where he is, say why, offer."""
    task = case(request.scope, task_id)
    error = ""
    if request.method == "POST":
        reason = chosen(ELSEWHERE, request.POST.getlist("why"), request.POST.get("note", ""))
        area = request.POST.get("area", "")
        try:
            if not (area.isascii() and area.isdigit() and len(area) <= 18):
                raise Refused("area_missing")
            offer_handover(request.actor, command_of(request), task, int(area), reason)
            messages.success(request, _("Offered. You see under “Done” whether it is accepted."))
            return redirect("field:mine")
        except Refused as refused:
            error = refusal_text(refused)
    context = {
        "task": task,
        "reasons": [(code, _(text)) for code, text in ELSEWHERE.items()],
        "why": request.POST.getlist("why"),
        "note": request.POST.get("note", ""),
        "q": request.POST.get("q", ""),
        "places": places_like(request.POST.get("q", "")),
        "area": request.POST.get("area", ""),
        "error": error,
        "command": request.POST.get("command") or uuid4(),
    }
    return render(request, "field/offer.html", context, status=422 if error else 200)


@page(may=everybody)
def places(request: StaffRequest) -> HttpResponse:
    """Villages of the city by a piece of their name or by an address; who answers where is no secret to staff."""
    text = request.GET.get("q", "")[:100]
    return render(request, "field/_places.html", {"places": places_like(text), "q": text, "area": ""})
