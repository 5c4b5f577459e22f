"""What a resident says: a temperature, that he goes to a doctor, a need, whether an answer was of use."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from gangmu.control.isolation.actions import Entry, open_for_medical, record_reading
from gangmu.control.isolation.queries import order_in
from gangmu.control.seals.actions import announce_opening, call_off
from gangmu.doors.orders import resident_of
from gangmu.doors.portal.forms import NeedForm, OpeningForm, TemperatureForm
from gangmu.doors.portal.pages.entering import ResidentRequest, by_link, command_of, home_url
from gangmu.doors.portal.pages.home import shown
from gangmu.doors.portal.queries import opening_of
from gangmu.governance.needs import actions
from gangmu.governance.needs.queries import need_in
from gangmu.kernel import clock

WRONG = 422


def _said(request: ResidentRequest, what: str) -> HttpResponse:
    """Back to the page by GET, so that a reload sends nothing again."""
    return HttpResponseRedirect(home_url(request, what), status=303)


@require_POST
@by_link
def temperature(request: ResidentRequest) -> HttpResponse:
    """Keep a temperature; fever or symptoms call the medic of the trio at once."""
    form = TemperatureForm(request.POST)
    if not form.is_valid():
        return shown(request, WRONG, temperature=form)
    order, said = order_in(request.scope_of_guest, request.order_id), form.cleaned_data
    entry = Entry("self", said["temperature"], tuple(said["symptoms"]))
    record_reading(request.guest, command_of(request), order, entry)
    return _said(request, "temperature")


@require_POST
@by_link
def doctor(request: ResidentRequest) -> HttpResponse:
    """He goes to a doctor: that is recorded, and never a breach."""
    order = order_in(request.scope_of_guest, request.order_id)
    open_for_medical(request.guest, command_of(request), order, "emergency")
    return _said(request, "doctor")


@require_POST
@by_link
def opening(request: ResidentRequest) -> HttpResponse:
    """His door will be opened: a seal on it raises no alarm then. Nobody is asked for leave."""
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return shown(request, WRONG, opening=form)
    order, said = order_in(request.scope_of_guest, request.order_id), form.cleaned_data
    since, until = said["at"], max(said["at"], clock.now()) + timedelta(minutes=said["minutes"])
    announce_opening(request.guest, command_of(request), order, said["kind"], since, until)
    return _said(request, "opening")


@require_POST
@by_link
def need(request: ResidentRequest) -> HttpResponse:
    """Something he needs, complains of or objects to."""
    form = NeedForm(request.POST)
    if not form.is_valid():
        return shown(request, WRONG, need=form)
    resident = resident_of(order_in(request.scope_of_guest, request.order_id))
    said = form.cleaned_data
    actions.raise_need(request.guest, command_of(request), resident, said["kind"], said["text"])
    return _said(request, "urgent" if said["kind"] == "medical_trip" else "need")


@require_POST
@by_link
def called_off(request: ResidentRequest, opening_id: int) -> HttpResponse:
    """The door stays shut after all."""
    one = opening_of(request.scope_of_guest, request.order_id, opening_id)
    call_off(request.guest, command_of(request), one)
    return _said(request, "called_off")


@require_POST
@by_link
def withdrawn(request: ResidentRequest, asked_id: int) -> HttpResponse:
    """It is not needed any more."""
    actions.withdraw(request.guest, command_of(request), need_in(request.scope_of_guest, asked_id))
    return _said(request, "withdrawn")


@require_POST
@by_link
def content(request: ResidentRequest, asked_id: int) -> HttpResponse:
    """Whether an answer was of use: one tap, and nobody has to."""
    one = need_in(request.scope_of_guest, asked_id)
    content = request.POST.get("content") == "1"
    actions.say_content(request.guest, command_of(request), one, content=content)
    return _said(request, "content")
