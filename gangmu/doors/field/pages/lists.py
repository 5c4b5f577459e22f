"""What a trio has to do, and what one has done today."""

from __future__ import annotations

from functools import cache, partial

from django.http import HttpResponse
from django.shortcuts import render

from gangmu.casework import policy, queries
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.field.queries import midnight, yesterday


@page(may=policy.may_work)
def mine(request: StaffRequest) -> HttpResponse:
    """Returned doors on top, then by deadline or by building; what other territories offer comes first of all."""
    by = "building" if request.GET.get("by") == "building" else "due"
    read = queries.building_page if by == "building" else queries.due_page
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    first = not after and not before
    counts = queries.count_mine(request.scope)
    context = {
        "by": by,
        "page": read(request.scope, after, before),
        "returned": queries.returned_to(request.scope) if first and counts.by_status.get("returned") else [],
        # Asked only if the menu's count says that there are some.
        "offers": cache(partial(queries.offers_here, request.scope)) if first else [],
        "counts": counts,
    }
    return render(request, "field/mine.html", context)


@page(may=policy.may_work)
def done(request: StaffRequest) -> HttpResponse:
    """One's own reports of today, and the doors that the trio handed over since yesterday."""
    context = {
        "reports": queries.done_since(request.scope, midnight()),
        "away": queries.handed_away(request.scope, yesterday()),
    }
    return render(request, "field/done.html", context)
