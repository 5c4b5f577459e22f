"""Drawing a zone: on the map, by whole grids, by doors, around a door; anew, or a part of one for days of its own."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangmu.control.zones import actions, policy
from gangmu.control.zones.actions import NewZone
from gangmu.control.zones.forms import GroundForm, ZoneForm
from gangmu.control.zones.models import Zone
from gangmu.control.zones.queries import Drawn, drawn, extents_of, zone_in
from gangmu.control.zones.rules import Undrawable
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.queries.zones import (
    asked_in,
    grids_by_village,
    ground_as_geojson,
    level_choices,
    radius_by_incident,
    unit_to_draw_on,
    units_below,
)
from gangmu.doors.texts import refusal_text
from gangmu.ground.territory.queries import outlines
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused

MINUTES = "%Y-%m-%dT%H:%M"


@page(may=policy.may_watch_zones)
def new(request: StaffRequest) -> HttpResponse:
    """Put ground under temporary control."""
    return _draw(request, None, apart=False)


@page(may=policy.may_watch_zones)
def redraw(request: StaffRequest, zone_id: int) -> HttpResponse:
    """Draw a zone anew; its former ground is kept."""
    return _draw(request, zone_in(request.scope, zone_id), apart=False)


@page(may=policy.may_decide_zones)
def apart(request: StaffRequest, zone_id: int) -> HttpResponse:
    """Give a part in which there is a new case days of its own."""
    return _draw(request, zone_in(request.scope, zone_id), apart=True)


def _draw(request: StaffRequest, zone: Zone | None, *, apart: bool) -> HttpResponse:
    unit = unit_to_draw_on(request.scope, request.GET.get("unit", ""))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    levels = level_choices(request.scope)
    asks = zone is None or apart
    about = ZoneForm(data, levels=levels, initial=_first(zone)) if asks else None
    ground = GroundForm(data, files, initial={"kind": "polygon", "radius": radius_by_incident(request.scope)})
    wrong: list[str] = []
    if request.method == "POST":
        made, wrong = _drawn(request, zone, about, ground)
        if made:
            return redirect("desk:zone", made)
    context: dict[str, Any] = {
        "zone": zone, "apart": apart, "about": about, "ground": ground, "wrong": wrong, "unit": unit,
        "below": units_below(unit), "grids": grids_by_village(unit), "command": uuid4(),
        "chosen": request.POST.getlist("grid"),
        "shape": ground_shape(request, zone),
    }  # fmt: skip
    return render(request, "desk/zone_draw.html", context, status=422 if wrong else 200)


def _drawn(
    request: StaffRequest, zone: Zone | None, about: ZoneForm | None, ground: GroundForm
) -> tuple[int, list[str]]:
    """Carry out what was typed and drawn; or everything that is wrong with it."""
    wrong = [] if about is None or about.is_valid() else [_("Fill in the marked fields.")]
    if not ground.is_valid():
        return 0, [*wrong, *(str(error) for errors in ground.errors.values() for error in errors)]
    said = ground.cleaned_data
    file = said["file"].read(1_000_001).decode("utf-8", "replace") if said["file"] else ""
    try:
        found = drawn(request.scope, asked_in(said, request.POST.getlist("grid"), file))
    except Undrawable as undrawable:
        return 0, [*wrong, *(refusal_text(Refused(one.code, **one.params)) for one in undrawable.problems)]
    if wrong:
        return 0, wrong
    try:
        return _carried(request, zone, about, found, said["because"]), []
    except Refused as refused:
        return 0, [refusal_text(refused)]


def _carried(
    request: StaffRequest, zone: Zone | None, about: ZoneForm | None, found: Drawn, because: str
) -> int:
    actor, command = request.actor, command_of(request)
    if about is None and zone is not None:
        actions.redraw(actor, command, zone.pk, found, because)
        messages.success(request, _("Drawn anew. Everybody inside is told."))
        return zone.pk
    if about is None:
        raise Refused("form_incomplete")
    incident, level = about.incident_and_level
    said = about.cleaned_data
    given = NewZone(incident, level, said["name"], said["hotline"], said["since"], said["organ"], because)
    if zone is not None:
        messages.success(request, _("The part has days of its own. Everybody inside is told."))
        return actions.set_apart(actor, command, zone.pk, found, given)
    messages.success(request, _("Under temporary control. A leader has to declare it."))
    return actions.control(actor, command, given, found)


def _first(zone: Zone | None) -> dict[str, Any]:
    """What a form begins with."""
    since = clock.now().astimezone(clock.CIVIL).strftime(MINUTES)
    if zone is None:
        return {"since": since}
    return {
        "since": since,
        "level": f"{zone.incident_id}:{zone.level}",
        "hotline": zone.hotline,
        "organ": zone.organ,
    }


def ground_shape(request: StaffRequest, zone: Zone | None) -> Any:
    """The zone as it is, to be seen while it is drawn anew."""
    return extents_of(zone)[0].geometry if zone else None


@page(may=policy.may_watch_zones)
def ground(request: StaffRequest) -> HttpResponse:
    """The grids of a unit of one's ground, for the map that is drawn on."""
    unit = unit_to_draw_on(request.scope, request.GET.get("unit", ""))
    answer = HttpResponse(ground_as_geojson(outlines(unit.jurisdiction)), content_type="application/geo+json")
    answer["Cache-Control"] = "private, max-age=300"
    return answer
