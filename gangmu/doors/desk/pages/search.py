"""Finding a person by name or number on one's own ground; the search is logged."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from gangmu.casework import policy
from gangmu.casework.queries import search as search_tasks
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.desk.queries import place_names
from gangmu.doors.texts import refusal_text
from gangmu.kernel.lifecycle import Refused


@page(may=policy.may_see_cases)
def search(request: StaffRequest) -> HttpResponse:
    """Persons by name, phone or document number, masked, each with his newest task."""
    text = request.GET.get("q", "").strip()[:60]
    refusal = ""
    try:
        found = search_tasks(request.scope, text) if text else []
    except Refused as refused:
        found, refusal = [], refusal_text(refused)
    names = place_names(one.area for one in found)
    rows = [(one, names.get(one.area, "")) for one in found]
    return render(request, "desk/search.html", {"q": text, "rows": rows, "refusal": refusal})
