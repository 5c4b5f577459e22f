"""Alarms on the phone of a trio: seen, called, said what it was, each with one tap."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from gangmu.control.seals import policy
from gangmu.control.seals.queries import alarm_in, alarms, openings_of_order, timeline
from gangmu.control.seals.states import ALARM, JOINS
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.seals import lines


@page(may=policy.may_answer)
def mine(request: StaffRequest) -> HttpResponse:
    """The alarms of our doors, the newest first."""
    found = alarms(request.scope, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render(request, "field/alarms.html", {"page": found})


@page(may=policy.may_answer)
def one(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """One alarm: what happened, and what to do."""
    alarm = alarm_in(request.scope, alarm_id)
    context = {
        "alarm": alarm,
        "events": lines(timeline(request.scope, alarm)),
        "openings": openings_of_order(request.scope, alarm.order_id),
        "moves": {move.name for move in ALARM.open_moves(alarm.status)},
        "joins": alarm.status in JOINS,
    }
    return render(request, "field/alarm.html", context)
