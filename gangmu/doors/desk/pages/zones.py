"""Zones at the desk: the list of one's ground; one zone with its rules, days and who is inside; what is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.zones import actions, policy
from gangmu.control.zones.forms import EventForm, HoldForm
from gangmu.control.zones.queries import (
    events_of,
    extents_of,
    inside_of,
    lower_level,
    parts_by_kind,
    plan_of,
    set_apart_in,
    standing,
    standings,
    turned,
    zone_in,
)
from gangmu.control.zones.states import ZONE
from gangmu.doors.access import StaffRequest, command_of, everybody, page
from gangmu.doors.care import complain
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries.zones import map_of_zone
from gangmu.ground.register.models import CareNeed
from gangmu.ground.register.policy import may_see_needs
from gangmu.kernel import clock

TEMPORARY = "temporary"


@page(may=everybody)
def zones(request: StaffRequest) -> HttpResponse:
    """The zones that touch one's ground: those that hold, the strictest first; or those that were lifted."""
    lifted = request.GET.get("lifted") == "1"
    context = {
        "rows": standings(request.scope, living=not lifted),
        "lifted": lifted,
        "may_watch": policy.may_watch_zones(request.actor),
    }
    return render(request, "desk/zones.html", context)


def _counted(at: datetime | None) -> str:
    if at is None:
        return _("today, on your ground")
    return _("today, as counted at %(time)s") % {"time": f"{at.astimezone(clock.CIVIL):%H:%M}"}


@page(may=everybody)
def zone(request: StaffRequest, zone_id: int) -> HttpResponse:
    """What holds in a zone, until when, who is inside on one's ground, and what happened."""
    one = zone_in(request.scope, zone_id)
    events, extents = events_of(one), extents_of(one)
    watches, decides = policy.may_watch_zones(request.actor), policy.may_decide_zones(request.actor)
    moves = {move.name for move in ZONE.open_moves(one.status)}
    count = inside_of(request.scope, one)
    context: dict[str, Any] = {
        "zone": one,
        "standing": standing(one, events),
        "then": lower_level(one),
        "extent": extents[0],
        "extents": extents,
        "inner": set_apart_in(one),
        "events": events,
        "count": count,
        "counted": _counted(count.counted_at),
        "parts": parts_by_kind(one),
        "plan": plan_of(one),
        "works": [turn for turn in turned(request.scope, one) if turn.on == clock.today()],
        "map": map_of_zone(request.scope, one, extents[0]),
        "living": bool(moves),
        "watches": watches and bool(moves),
        "decides": decides and bool(moves),
        "redraws": bool(moves) and (decides or (watches and one.status == TEMPORARY)),
        "needs": may_see_needs(request.actor),
        "kinds": [(label, count.needs[kind]) for kind, label in CareNeed.Kind.choices if kind in count.needs],
        "moves": moves if decides else set(),
        "event_form": EventForm(initial={"day": clock.today().isoformat()}),
        "hold_form": HoldForm(),
    }
    return render(request, "desk/zone.html", context)


def _about(
    request: StaffRequest, zone_id: int, act: Callable[[dict[str, Any]], Any], form: Any, said: str
) -> None:
    """An act on a zone of one's ground, with what its form says; everything that is wrong is said at once."""
    zone_in(request.scope, zone_id)
    if form is not None and not form.is_valid():
        complain(request, form)
        return
    act(form.cleaned_data if form is not None else {})
    messages.success(request, said)


@require_POST
@page(may=policy.may_decide_zones)
def decide(request: StaffRequest, zone_id: int, move: str) -> HttpResponse:
    """Declare it, let it fall or lift it, keep it, hold it, end it."""
    actor, command = request.actor, command_of(request)
    reason = request.POST.get("reason", "")
    simple: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
        "declare": (
            lambda _said: actions.declare(actor, command, zone_id),
            _("Declared. Everybody inside is told."),
        ),
        "lower": (
            lambda _said: actions.lower(actor, command, zone_id),
            _("Decided. Everybody inside is told."),
        ),
        "revoke": (
            lambda _said: actions.revoke(actor, command, zone_id, reason),
            _("Ended. Everybody inside is told."),
        ),
    }
    if move in simple:
        act, said = simple[move]
        _about(request, zone_id, act, None, said)
    else:
        keep = actions.decline if move == "decline" else actions.hold
        _about(
            request,
            zone_id,
            lambda said: keep(actor, command, zone_id, said["reason"], said["until"]),
            HoldForm(request.POST),
            _("Held. It is looked at again on that day."),
        )
    return redirect("desk:zone", zone_id)


@require_POST
@page(may=policy.may_watch_zones)
def event(request: StaffRequest, zone_id: int) -> HttpResponse:
    """Enter a new case or a round; or take back a line that was wrong."""
    actor, command = request.actor, command_of(request)
    if line := number_of(request.POST.get("line")):
        note = request.POST.get("note", "")
        _about(
            request,
            zone_id,
            lambda _said: actions.take_back(actor, command, zone_id, line, note),
            None,
            _("Taken back; the line stays to be read."),
        )
    else:
        _about(
            request,
            zone_id,
            lambda said: actions.happened(actor, command, zone_id, said["kind"], said["day"], said["note"]),
            EventForm(request.POST),
            _("Entered. The days were counted anew."),
        )
    return redirect("desk:zone", zone_id)


@page(may=everybody)
def notice(request: StaffRequest, zone_id: int) -> HttpResponse:
    """The public text, to be printed and posted: the doors and numbers named, no person."""
    one = zone_in(request.scope, zone_id)
    extents = extents_of(one)
    context = {"zone": one, "standing": standing(one), "extent": extents[0], "then": lower_level(one),
               "map": map_of_zone(request.scope, one, extents[0]), "today": clock.today()}  # fmt: skip
    return render(request, "desk/zone_notice.html", context)
