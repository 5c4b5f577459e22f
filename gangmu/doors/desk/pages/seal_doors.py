"""Seals on doors and in store: what installers and trios have to do at a door, devices that were lent, how they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.intake.rules import UnreadableFile, read_sheet
from gangmu.control.isolation.queries import order_in
from gangmu.control.seals import actions, policy
from gangmu.control.seals.models import Binding
from gangmu.control.seals.queries import (
    HEALTH,
    binding_in,
    device_in,
    devices,
    doors,
    fleet,
    provider_in,
    providers,
    unread,
)
from gangmu.control.seals.rules import read_devices
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import RegisterForm, number_of
from gangmu.doors.desk.queries.words import problem_text
from gangmu.doors.seals import wrong_text
from gangmu.kernel import clock

LIMIT = 5 << 20
STATES = ("asked", "bound", "in_use", "to_remove")


@page(may=policy.may_open_doors)
def door_list(request: StaffRequest) -> HttpResponse:
    """Doors with seals: to be put on, taken over, taken off. An installer sees door and order number, nothing else."""
    state = request.GET.get("state", "")
    found = doors(request.scope, state)
    context = {
        "doors": found,
        "state": state if state in (*STATES, *HEALTH) else "",
        "states": STATES,
        "health": HEALTH,
        "installs": policy.may_install(request.actor),
        "takes_over": policy.may_answer(request.actor),
        "asks": policy.may_ask(request.actor),
        "lends": policy.may_lend(request.actor),
        "providers": providers(request.scope) if policy.may_ask(request.actor) else [],
        "consents": Binding.Consent.choices,
        "order": number_of(request.GET.get("order")) or "",
        "command": uuid4(),
    }
    return render(request, "desk/seal_doors.html", context)


@require_POST
@page(may=policy.may_ask)
def ask(request: StaffRequest) -> HttpResponse:
    """Ask an installer for a seal on the door of an order."""
    order = order_in(request.scope, number_of(request.POST.get("order")))
    provider = provider_in(request.scope, number_of(request.POST.get("provider")))
    actions.ask(request.actor, command_of(request), order, provider, request.POST.get("door", ""))
    messages.success(request, _("Asked for: the installer sees the door and the number of the order."))
    return redirect("desk:seal_doors")


@require_POST
@page(may=policy.may_open_doors)
def move(request: StaffRequest, binding_id: int, move: str) -> HttpResponse:
    """Something happens with the seal of a door."""
    one, said, command = binding_in(request.scope, binding_id), request.POST, command_of(request)
    if move == "install":
        actions.install(request.actor, command, one, said.get("serial", ""), said.get("consent", ""))
        messages.success(request, _("On the door. Open and shut it once: for half an hour nothing alarms."))
    elif move == "deny":
        actions.deny(request.actor, command, one, said.get("reason", ""))
        messages.success(request, _("Noted: no seal."))
    elif move == "hand_over":
        actions.hand_over(request.actor, command, one)
        messages.success(request, _("Taken over."))
    elif move == "ask_removal":
        actions.ask_removal(request.actor, command, one, said.get("reason", ""))
        messages.success(request, _("The installer is asked to take it off."))
    else:
        actions.remove(request.actor, command, one, said.get("serial", ""))
        messages.success(request, _("Taken off. The device is free again."))
    return redirect("desk:seal_doors")


@require_POST
@page(may=policy.may_answer)
def announce(request: StaffRequest, order_id: int) -> HttpResponse:
    """The door of an order opens from now on for some minutes, as somebody there has said on the phone."""
    order, now = order_in(request.scope, order_id), clock.now()
    until = now + timedelta(minutes=min(number_of(request.POST.get("minutes")), 10_000))
    actions.announce_opening(
        request.actor, command_of(request), order, request.POST.get("kind", ""), now, until
    )
    messages.success(request, _("Announced."))
    return redirect("desk:order", order_id)


@page(may=policy.may_lend)
def device_list(request: StaffRequest) -> HttpResponse:
    """Lent devices and how they are; a list of new ones is brought here, every error of it shown at once."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    wrong, problem = [], ""
    if request.method == "POST" and form.is_valid():
        try:
            wrong = _registered(request, form.cleaned_data["file"])
        except UnreadableFile as unreadable:
            found = unreadable.problem
            told = {"code": found.code, "value": found.value, "params": found.params}
            problem = problem_text(told, get_language())
        if not wrong and not problem:
            return redirect("desk:devices")
    get = request.GET.get
    context = {
        "page": devices(
            request.scope, get("list", ""), get("q", "")[:40], get("after", ""), get("before", "")
        ),
        "fleet": fleet(request.scope),
        "unread": unread(request.scope),
        "providers": providers(request.scope),
        "form": form,
        "wrong": [(one, wrong_text(one.code)) for one in wrong],
        "problem": problem,
        "which": get("list", ""),
        "command": uuid4(),
    }
    return render(
        request, "desk/devices.html", context, status=422 if wrong or problem or form.errors else 200
    )


def _registered(request: StaffRequest, file: Any) -> list[Any]:
    """Take a list in, or return everything that is wrong with it."""
    sheet = read_sheet(file.read(LIMIT + 1), file.name)
    found, wrong = read_devices(
        sheet.header_row, sheet.header, [(row.number, row.cells) for row in sheet.rows()]
    )
    if not wrong:
        provider = provider_in(request.scope, number_of(request.POST.get("provider")))
        new = actions.register_devices(request.actor, command_of(request), provider, found)
        messages.success(request, _("%(new)s new devices, %(known)s known already.") % {
            "new": new, "known": len(found) - new,
        })  # fmt: skip
    return wrong


@require_POST
@page(may=policy.may_lend)
def give_back(request: StaffRequest, device_id: int) -> HttpResponse:
    """A device goes back to its owner."""
    actions.give_back(request.actor, command_of(request), device_in(request.scope, device_id))
    messages.success(request, _("Given back."))
    return redirect("desk:devices")
