"""The orders of a trio on the phone: what today asks for, what waits to be read, whom to look in on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from gangmu.control.isolation import policy, queries
from gangmu.doors import orders as words
from gangmu.doors.access import StaffRequest, page

SIZE = 200


@page(may=policy.may_serve)
def mine(request: StaffRequest) -> HttpResponse:
    """Open orders of my ground: fever and notices first, then what today still asks for, then the rest."""
    rows = words.lines(request.scope, queries.orders(request.scope, "live", 0, SIZE))
    acted = {order.pk for order in queries.orders(request.scope, "act", 0, SIZE)}
    first = [
        line for line in rows if line.order.pk in acted or line.order.status in ("decided", "due", "unfit")
    ]
    shown = {line.order.pk for line in first}
    others = [line for line in rows if line.order.pk not in shown and line.order.status != "proposed"]
    context = {
        "first": [(line, line.order.pk in acted) for line in first],
        "today": [line for line in others if line.today and line.today.open],
        "rest": [line for line in others if not line.today or not line.today.open],
    }
    return render(request, "field/orders.html", context)
