"""The slots of a day; a file comes in, is committed or taken back; a slot is declared empty."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.intake import policy
from gangmu.control.intake.actions import cancel, commit, declare_empty, open_slots, prepare, upload, withdraw
from gangmu.control.intake.queries import batch_in, batches_in, slot_by_clock, slots_of_day
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import UploadForm, number_of
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import open_incidents
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

BATCHES = 30


def incident_of(scope: Scope, code: str) -> Incident | None:
    """The open incident of that code, or the first one of the ground."""
    found = open_incidents(scope)
    return next((one for one in found if one.code == code), found[0] if found else None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@page(may=policy.may_see_ledger)
def slots(request: StaffRequest) -> HttpResponse:
    """What was expected today and what came, and the newest files."""
    day = _day(request.GET.get("day", ""))
    incident = incident_of(request.scope, request.GET.get("incident", ""))
    batches = batches_in(request.scope, number_of(request.GET.get("after")), BATCHES + 1)
    context = {
        "day": day,
        "today": clock.today(),
        "slots": slots_of_day(request.scope, incident, day) if incident else [],
        "at_incident": incident,
        "incidents": open_incidents(request.scope),
        "batches": batches[:BATCHES],
        "older": batches[BATCHES - 1].pk if len(batches) > BATCHES else "",
        "may_push": policy.may_push(request.actor),
    }
    return render(request, "desk/slots.html", context)


@page(may=policy.may_push)
def upload_file(request: StaffRequest) -> HttpResponse:
    """Choose a file; it is read at once, and what it holds is shown before anything happens."""
    incident = incident_of(request.scope, request.POST.get("incident") or request.GET.get("incident", ""))
    if incident is None:
        raise Refused("no_incident")
    form = UploadForm(request.POST or None, request.FILES or None, initial={"slot": _slot(request)})
    if request.method == "POST" and form.is_valid():
        file, slot = form.cleaned_data["file"], form.cleaned_data["slot"]
        batch_id = upload(request.actor, command_of(request), incident, slot, file.name, file.read())
        batch = batch_in(request.scope, batch_id)
        if batch.status == "uploaded":
            prepare(request.actor, batch)
        else:
            messages.info(request, _("This very file is already here. Nothing was changed."))
        return redirect("desk:mapping" if batch.status == "uploaded" else "desk:batch", batch_id)
    context = {
        "form": form,
        "command": uuid4(),
        "at_incident": incident,
        "incidents": open_incidents(request.scope),
        "limit": settings.PUSH_FILE_LIMIT,
    }
    return render(request, "desk/upload.html", context, status=422 if form.errors else 200)


def _slot(request: StaffRequest) -> str:
    return request.GET.get("slot") or slot_by_clock()


@require_POST
@page(may=policy.may_push)
def commit_batch(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Hand a prepared file to the worker."""
    commit(request.actor, command_of(request), batch_in(request.scope, batch_id))
    return redirect("desk:batch", batch_id)


@require_POST
@page(may=policy.may_push)
def cancel_batch(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Take a committed file back from the worker, at once or after the rows it is at."""
    if not cancel(request.actor, batch_in(request.scope, batch_id)):
        messages.info(request, _("The push is being stopped; in a moment the file is as before its commit."))
    return redirect("desk:batch", batch_id)


@require_POST
@page(may=policy.may_push)
def withdraw_batch(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Take a file back before it is committed."""
    withdraw(request.actor, batch_in(request.scope, batch_id))
    messages.success(request, _("The file was taken back and its content destroyed."))
    return redirect("desk:slots")


@require_POST
@page(may=policy.may_push)
def empty_slot(request: StaffRequest) -> HttpResponse:
    """Say that nothing comes in a slot of today."""
    incident = incident_of(request.scope, request.POST.get("incident", ""))
    if incident is None:
        raise Refused("no_incident")
    for slot in open_slots(request.actor, incident, clock.today()):
        if slot.name == request.POST.get("slot"):
            declare_empty(request.actor, slot)
            messages.success(request, _("Slot %(slot)s is declared empty.") % {"slot": slot.name})
    return redirect("desk:slots")
