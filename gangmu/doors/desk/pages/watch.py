"""The watch of a joint office: who is responsible, and who was; begun, handed over, taken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.command.watch import actions, policy
from gangmu.command.watch.forms import HandForm, PointForm
from gangmu.command.watch.queries import (
    changeover_in,
    compose,
    counts_now,
    office_in,
    offices,
    open_points,
    point_in,
    running,
    timeline,
)
from gangmu.command.watch.rules import Snapshot, ladder
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.queries.watches import parts_of, signature_holds


@page(may=policy.may_see_watches)
def overview(request: StaffRequest) -> HttpResponse:
    """One's own office; for those who lead or inspect, all of their ground."""
    if policy.may_keep_watch(request.actor):
        return _office(request, request.actor.body_id or 0)
    found = offices(request.scope)
    context = {
        "offices": found,
        "gaps": sum(1 for one in found if one.gap),
        "begun": sum(1 for one in found if one.watch),
        "rule": ladder(),
    }
    return render(request, "desk/watches.html", context)


@page(may=policy.may_see_watches)
def office(request: StaffRequest, office_id: int) -> HttpResponse:
    """One office of one's ground."""
    return _office(request, office_id)


def _office(request: StaffRequest, body_id: int) -> HttpResponse:
    found = office_in(request.scope, body_id)
    context = {
        "office": found,
        "own": policy.may_keep_watch(request.actor) and request.actor.body_id == body_id,
        "running": running(request.scope, body_id),
        "points": open_points(request.scope, body_id),
        "timeline": timeline(request.scope, body_id),
        "point_form": PointForm(),
    }
    return render(request, "desk/watch_office.html", context)


@require_POST
@page(may=policy.may_keep_watch)
def begin(request: StaffRequest) -> HttpResponse:
    """The first watch of the office."""
    actions.begin(request.actor, command_of(request))
    messages.success(request, _("You are responsible for the office from now on."))
    return redirect("desk:watch")


@require_POST
@page(may=policy.may_keep_watch)
def draft(request: StaffRequest) -> HttpResponse:
    """Open the changeover."""
    return redirect("desk:changeover", actions.draft(request.actor, command_of(request)))


@page(may=policy.may_see_watches)
def changeover(request: StaffRequest, changeover_id: int) -> HttpResponse:
    """A changeover: to be signed by the one side, by the other, or its protocol to be read and printed."""
    found = changeover_in(request.scope, changeover_id)
    own = policy.may_keep_watch(request.actor) and request.actor.body_id == found.watch.body_id
    context: dict[str, Any] = {"one": found, "own": own, "status": found.status}
    if found.status == "drafted":
        parts = parts_of(compose(request.scope, found.watch))
        context |= {"hand_form": HandForm(initial={"notes": found.notes}), "point_form": PointForm()}
        context["in_his_place"] = request.actor.user_id != found.watch.user_id
    else:
        now = counts_now(request.scope, found.watch) if found.status == "handed" and own else None
        parts = parts_of(Snapshot.model_validate(found.snapshot), now, found.seen)
        context["holds"] = signature_holds(found)
        context["may_take"] = own and request.actor.user_id not in (found.handed_by_id, found.watch.user_id)
        context["may_reopen"] = own and request.actor.user_id == found.handed_by_id
    return render(request, "desk/changeover.html", context | {"parts": parts})


@require_POST
@page(may=policy.may_keep_watch)
def hand(request: StaffRequest, changeover_id: int) -> HttpResponse:
    """Sign the one side."""
    found, form = changeover_in(request.scope, changeover_id), HandForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    actions.hand(request.actor, command_of(request), found, said.get("notes", ""), said.get("because", ""))
    messages.success(request, _("Signed. You stay responsible until your colleague has signed too."))
    return redirect("desk:changeover", changeover_id)


@require_POST
@page(may=policy.may_keep_watch)
def reopen(request: StaffRequest, changeover_id: int) -> HttpResponse:
    """Take one's signature back."""
    actions.reopen(request.actor, command_of(request), changeover_in(request.scope, changeover_id))
    return redirect("desk:changeover", changeover_id)


@require_POST
@page(may=policy.may_keep_watch)
def accept(request: StaffRequest, changeover_id: int) -> HttpResponse:
    """Sign the other side, with a tick and perhaps a remark for each section."""
    seen = {code: request.POST.get(f"remark_{code}", "") for code in request.POST.getlist("seen")}
    actions.accept(request.actor, command_of(request), changeover_in(request.scope, changeover_id), seen)
    messages.success(request, _("You are responsible for the office from now on."))
    return redirect("desk:changeover", changeover_id)


@require_POST
@page(may=policy.may_keep_watch)
def mark(request: StaffRequest) -> HttpResponse:
    """Mark something for the next watch."""
    form = PointForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(str(text) for errors in form.errors.values() for text in errors))
    else:
        said = form.cleaned_data
        actions.raise_point(request.actor, command_of(request), said["text"], said["due_at"])
    return redirect(_back(request))


@require_POST
@page(may=policy.may_keep_watch)
def done(request: StaffRequest, point_id: int) -> HttpResponse:
    """A marked point is done."""
    actions.finish_point(request.actor, command_of(request), point_in(request.scope, point_id))
    return redirect(_back(request))


def _back(request: StaffRequest) -> str:
    """The page of the changeover that is open, or that of the office."""
    one = running(request.scope, request.actor.body_id or 0)
    return f"/changeovers/{one.pk}/" if one and one.status == "drafted" else "/watch/"
