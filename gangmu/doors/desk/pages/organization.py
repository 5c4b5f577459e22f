"""Who answers: the trios of one's ground, those with a gap first; and for one grid at this minute."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from gangmu.doors.access import StaffRequest, everybody, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries.ground import answers_for, trios_of

SIZE = 50


@page(may=everybody)
def trios(request: StaffRequest) -> HttpResponse:
    """Trios with gaps first; `?grid=` asks who answers for a grid now."""
    found = trios_of(request.scope)
    start = number_of(request.GET.get("after"))
    code = request.GET.get("grid", "").strip()
    context = {
        "trios": found[start : start + SIZE],
        "older": start + SIZE if len(found) > start + SIZE else "",
        "total": len(found),
        "red": sum(1 for trio in found if trio.gaps),
        "grid": code,
        "duty": answers_for(request.scope, code) if code else None,
    }
    return render(request, "desk/organization.html", context)
