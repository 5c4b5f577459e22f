"""What is done with an order: read, measured, opened for a doctor, looked at, transferred, changed, lifted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.isolation import actions, policy
from gangmu.control.isolation.actions import Entry
from gangmu.control.isolation.forms import (
    ChangeForm,
    DecideForm,
    HomeForm,
    NeedForm,
    OutingForm,
    ReadForm,
    ReadingForm,
)
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.queries import order_in
from gangmu.control.isolation.rules import Decision
from gangmu.doors import orders as words
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.care import complain
from gangmu.doors.desk.forms import number_of
from gangmu.doors.texts import refusal_text
from gangmu.ground.register.actions import end_need, note_need
from gangmu.ground.register.policy import may_note_needs
from gangmu.ground.register.queries import need_in
from gangmu.kernel.lifecycle import Refused

MOST = 200


def _done(request: StaffRequest, one: Order, form: Any, act: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    """What a form says is done; what is wrong with it is said all at once."""
    if form.is_valid():
        act(form.cleaned_data)
        messages.success(request, _("Recorded."))
    else:
        complain(request, form)
    return redirect("desk:order", one.pk)


@require_POST
@page(may=policy.may_decide)
def decide_many(request: StaffRequest) -> HttpResponse:
    """Decide the chosen proposals by the rules, counted from one day; whom it does not fit is named with the reason."""
    form, command, done = DecideForm(request.POST), command_of(request), 0
    if not form.is_valid():
        complain(request, form)
        return redirect("desk:orders")
    for chosen in request.POST.getlist("order")[:MOST]:
        one = order_in(request.scope, number_of(chosen))
        try:
            actions.decide(request.actor, uuid5(command, chosen), one, Decision(**form.cleaned_data))
            done += 1
        except Refused as refused:
            messages.error(request, f"{one.name}：{refusal_text(refused)}")
    messages.success(request, _("Decided: %(n)s.") % {"n": done})
    return redirect("desk:orders")


@require_POST
@page(may=policy.may_serve)
def read(request: StaffRequest, order_id: int) -> HttpResponse:
    """A notice, or the lift order, was read."""
    one = order_in(request.scope, order_id)
    kind = "lift" if one.status == "lifted" else "notice"

    def act(said: dict[str, Any]) -> Any:
        return actions.read_notice(request.actor, command_of(request), one, said["to"], said["signed"], kind)

    return _done(request, one, ReadForm(request.POST), act)


@require_POST
@page(may=policy.may_serve)
def reading(request: StaffRequest, order_id: int) -> HttpResponse:
    """A temperature or symptoms."""
    one = order_in(request.scope, order_id)

    def act(said: dict[str, Any]) -> Any:
        entry = Entry(said["channel"], said["temperature"], tuple(said["symptoms"]), said["sampled"])
        return actions.record_reading(request.actor, command_of(request), one, entry)

    return _done(request, one, ReadingForm(request.POST, words.symptoms()), act)


@require_POST
@page(may=policy.may_serve)
def outing(request: StaffRequest, order_id: int) -> HttpResponse:
    """The door was opened for medical care; `back` says that he is home again."""
    one = order_in(request.scope, order_id)
    if request.POST.get("back"):
        actions.back_from_medical(request.actor, command_of(request), one)
        return redirect("desk:order", one.pk)

    def act(said: dict[str, Any]) -> Any:
        return actions.open_for_medical(request.actor, command_of(request), one, said["because"], said["to"])

    return _done(request, one, OutingForm(request.POST), act)


@require_POST
@page(may=policy.may_serve)
def home(request: StaffRequest, order_id: int) -> HttpResponse:
    """What the home has of the conditions."""
    one = order_in(request.scope, order_id)
    form = HomeForm(words.conditions(words.pack_of_order(one), one.level), request.POST)

    def act(said: dict[str, Any]) -> Any:
        return actions.check_home(request.actor, command_of(request), one, said["unmet"])

    return _done(request, one, form, act)


@require_POST
@page(may=may_note_needs)
def need(request: StaffRequest, order_id: int) -> HttpResponse:
    """Something must not be forgotten about him."""
    one = order_in(request.scope, order_id)
    if one.person_id is None:
        raise Refused("not_found")
    person = one.person_id

    def act(said: dict[str, Any]) -> Any:
        where, what = (person, one.area, one.incident_id), (said["kind"], said["source"])
        return note_need(request.actor, command_of(request), *where, *what)

    return _done(request, one, NeedForm(request.POST), act)


@require_POST
@page(may=may_note_needs)
def need_over(request: StaffRequest, order_id: int, need_id: int) -> HttpResponse:
    """A need is none any more."""
    one = order_in(request.scope, order_id)
    end_need(request.actor, command_of(request), need_in(request.scope, need_id))
    return redirect("desk:order", one.pk)


@require_POST
@page(may=policy.may_decide)
def transfer(request: StaffRequest, order_id: int) -> HttpResponse:
    """He goes over to the level that the rules name for a home like his."""
    one = order_in(request.scope, order_id)
    actions.transfer(request.actor, command_of(request), one, request.POST.get("reason", ""))
    messages.success(request, _("Decided. The new notice is to be read to him."))
    return redirect("desk:order", one.pk)


@require_POST
@page(may=policy.may_decide)
def settle(request: StaffRequest, order_id: int) -> HttpResponse:
    """What the organ is asked of an order: taken, or left as it is."""
    one, take = order_in(request.scope, order_id), request.POST.get("take") == "1"
    actions.settle(request.actor, command_of(request), one, take, request.POST.get("reason", ""))
    messages.success(
        request, _("Decided. The new notice is to be read to him.") if take else _("It stays as it is.")
    )
    return redirect("desk:order", one.pk)


@require_POST
@page(may=policy.may_decide)
def change(request: StaffRequest, order_id: int) -> HttpResponse:
    """Another level or end."""
    one = order_in(request.scope, order_id)
    form = ChangeForm(words.levels(words.pack_of_order(one)), request.POST)

    def act(said: dict[str, Any]) -> Any:
        given = (said["level"], said["planned_end"], said["reason"], said["heeded"])
        return actions.change(request.actor, command_of(request), one, *given)

    return _done(request, one, form, act)


@require_POST
@page(may=policy.may_decide)
def lift(request: StaffRequest, order_id: int) -> HttpResponse:
    """The organ that decided lifts."""
    one = order_in(request.scope, order_id)
    actions.lift(request.actor, command_of(request), one, request.POST.get("reason", ""))
    messages.success(request, _("Lifted. Print the lift order and read it to him."))
    return redirect("desk:order", one.pk)
