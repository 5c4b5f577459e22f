"""Alarms of door seals at the desk: what stands now, and one alarm with all around it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render

from gangmu.control.seals import policy
from gangmu.control.seals.models import Alarm
from gangmu.control.seals.queries import alarm_in, alarms, openings_of_order, timeline
from gangmu.control.seals.rules import limits
from gangmu.control.seals.states import ALARM, JOINS
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.seals import lines

SHOWN = ("standing", "found", "closed")


def listed(request: StaffRequest) -> dict[str, Any]:
    """The alarms of the list that the address names."""
    which = request.GET.get("list", "")
    which = which if which in SHOWN else "standing"
    found = alarms(request.scope, which, request.GET.get("after", ""), request.GET.get("before", ""))
    return {"page": found, "which": which, "lends": policy.may_lend(request.actor)}


def file_of(request: StaffRequest, alarm: Alarm) -> dict[str, Any]:
    """Everything about one alarm, and what the reader may do about it."""
    moves = {move.name for move in ALARM.open_moves(alarm.status)}
    answers = policy.may_answer(request.actor)
    return {
        "alarm": alarm,
        "events": lines(timeline(request.scope, alarm)),
        "openings": openings_of_order(request.scope, alarm.order_id),
        "moves": moves
        if answers
        else moves & {"take_back"}
        if policy.may_take_back(request.actor)
        else set(),
        "joins": alarm.status in JOINS,
        "may_answer": answers,
        "ladder": limits().ladder,
        "command": uuid4(),
    }


@page(may=policy.may_see)
def alarm_list(request: StaffRequest) -> HttpResponse:
    """The alarms of one's ground, the newest first; the list redraws itself."""
    part = "desk/_alarms.html" if request.htmx else "desk/alarms.html"
    return render(request, part, listed(request))


@page(may=policy.may_see)
def alarm_file(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """One alarm: its door, its events by the device's own time, what was done, what can be done."""
    return render(request, "desk/alarm.html", file_of(request, alarm_in(request.scope, alarm_id)))
