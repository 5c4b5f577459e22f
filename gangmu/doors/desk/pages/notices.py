"""A person's own notices, on the desk and on the phone: read, opened, and how he wants to be told."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gangmu.casework import policy as cases
from gangmu.command.notices import actions
from gangmu.command.notices.models import Channel
from gangmu.command.notices.queries import (
    addresses_of,
    configured,
    inbox,
    mine,
    preference_of,
    push_key,
    shipped_matrix,
)
from gangmu.command.notices.rules import PERSONAL
from gangmu.doors.access import StaffRequest, everybody, page
from gangmu.doors.desk.forms import WishesForm, number_of

SIZE = 30


def _frame(request: StaffRequest) -> dict[str, Any]:
    """A trio's member reads on the phone, everybody else on the desk."""
    phone = cases.may_work(request.actor)
    return {"phone": phone, "frame": "field/base.html" if phone else "desk/base.html"}


@require_GET
@page(may=everybody)
def inbox_page(request: StaffRequest) -> HttpResponse:
    """The newest first."""
    shown = inbox(request.scope, number_of(request.GET.get("before")), SIZE)
    older = shown[-1].notice.pk if len(shown) == SIZE else ""
    return render(request, "desk/notices.html", {**_frame(request), "shown": shown, "older": older})


@require_GET
@page(may=everybody)
def opened(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Read it, and go where it leads."""
    notice = mine(request.scope, notice_id)
    actions.read(request.actor, notice)
    return redirect(notice.opens)


@require_POST
@page(may=everybody)
def all_read(request: StaffRequest) -> HttpResponse:
    """All of them are read."""
    actions.read_all(request.actor)
    return redirect("desk:notices")


@page(may=everybody)
def wishes(request: StaffRequest) -> HttpResponse:
    """Quiet hours, channels, addresses."""
    kept, shipped = preference_of(request.scope), shipped_matrix()
    first = {
        "quiet_from": kept.quiet_from if kept else time.fromisoformat(shipped.quiet_from),
        "quiet_to": kept.quiet_to if kept else time.fromisoformat(shipped.quiet_to),
        "muted": kept.muted if kept else [],
    }
    form = WishesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        actions.prefer(request.actor, wanted["quiet_from"], wanted["quiet_to"], wanted["muted"])
        messages.success(request, _("Kept."))
        return redirect("desk:wishes")
    known = addresses_of(request.scope)
    ways = [(name, Channel(name).label, known.get(name, [])) for name in PERSONAL if name in configured()]
    context = {**_frame(request), "form": form, "ways": ways, "push_key": push_key()}
    return render(request, "desk/wishes.html", context, status=422 if form.errors else 200)


@require_POST
@page(may=everybody)
def reached(request: StaffRequest) -> HttpResponse:
    """A phone number, a mailbox or this browser is where he can be reached."""
    given = {
        name: request.POST[name]
        for name in ("phone", "email", "endpoint", "p256dh", "auth")
        if name in request.POST
    }
    actions.reach(request.actor, request.POST.get("channel", ""), given)
    messages.success(request, _("Kept. It is used for your notices alone."))
    return redirect("desk:wishes")


@require_POST
@page(may=everybody)
def unreached(request: StaffRequest) -> HttpResponse:
    """He is not to be reached there any more."""
    actions.end_address(request.actor, request.POST.get("channel", ""))
    messages.success(request, _("Taken out."))
    return redirect("desk:wishes")
