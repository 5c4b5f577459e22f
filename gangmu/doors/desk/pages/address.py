"""`gangmu locate` as a page: one address, and every step of the answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gangmu.doors.access import StaffRequest, everybody, page
from gangmu.doors.desk.queries import place_names
from gangmu.doors.desk.queries.doubt import town_map
from gangmu.doors.desk.queries.words import evidence_text, step_text
from gangmu.ground.territory.queries import address_index
from gangmu.kernel.area import area_of

LONGEST = 300


@page(may=everybody)
def locate(request: StaffRequest) -> HttpResponse:
    """Locate one address; the map shows the village, or the candidates."""
    text = request.GET.get("address", "").strip()[:LONGEST]
    context: dict[str, Any] = {"address": text}
    if text:
        found = address_index().locate(text)
        areas = [found.area] if found.area else [area_of(c.code) for c in found.candidates[:9]]
        names = place_names([*areas, *(area_of(c.code) for c in found.candidates)])
        candidates = [
            (names.get(area_of(c.code), c.code), c, [evidence_text(r) for r in c.reasons])
            for c in found.candidates
        ]
        context |= {
            "found": found,
            "place": names.get(found.area, ""),
            "candidates": candidates,
            "steps": [step_text(step) for step in found.steps],
            "map": town_map(areas[0], areas) if areas else None,
        }
    return render(request, "desk/locate.html", context)
