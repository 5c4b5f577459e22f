"""The works of a day in a zone: how far each has come, grid by grid, and what the surveys say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from gangmu.control.zones.models import DayWork, Zone
from gangmu.control.zones.queries import plan_of, surveys_of, turned, works_on, zone_in
from gangmu.doors.access import StaffRequest, everybody, page
from gangmu.doors.desk.pages.leaving import as_csv, as_xlsx
from gangmu.doors.desk.queries import place_name
from gangmu.doors.desk.templatetags.statuses import appearance
from gangmu.doors.texts import worded
from gangmu.kernel import clock


def _day(request: StaffRequest) -> date:
    """The day of the address, by default today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


@page(may=everybody)
def works(request: StaffRequest, zone_id: int) -> HttpResponse:
    """The turns of the last days, and those of one day by grid."""
    zone, on = zone_in(request.scope, zone_id), _day(request)
    context = {
        "zone": zone,
        "plan": plan_of(zone),
        "turned": turned(request.scope, zone),
        "surveys": surveys_of(request.scope, zone),
        "rows": works_on(request.scope, zone, on),
        "on": on,
    }
    return render(request, "desk/zone_works.html", context)


def _lines(zone: Zone, rows: Sequence[DayWork]) -> Iterator[Sequence[Any]]:
    plan = plan_of(zone)
    words = {work.code: worded(work.text, work.english) for work in (plan.works if plan else ())}
    yield (
        _("Day"), _("Work"), _("Turn"), _("Place"), _("Trio"), _("Status"), _("Doors inside"), _("Reached"),
        _("Looked at"), _("Finds"),
    )  # fmt: skip
    for one in rows:
        yield (
            one.on.isoformat(), words.get(one.code, one.code), one.run, place_name(one.area), one.task.owner.name,
            appearance(one.task.status)[0], one.doors, one.reached, one.inspected, one.found,
        )  # fmt: skip


def _rows(request: StaffRequest, zone_id: int) -> tuple[Zone, list[DayWork]]:
    zone = zone_in(request.scope, zone_id)
    return zone, works_on(request.scope, zone, _day(request))


@page(may=everybody)
def works_csv(request: StaffRequest, zone_id: int) -> HttpResponseBase:
    """The day as CSV."""
    return as_csv(request.scope, f"zone-{zone_id}-works.csv", _lines(*_rows(request, zone_id)))


@page(may=everybody)
def works_xlsx(request: StaffRequest, zone_id: int) -> HttpResponseBase:
    """The day as a workbook."""
    return as_xlsx(request.scope, f"zone-{zone_id}-works.xlsx", _lines(*_rows(request, zone_id)))
