"""The chart of a unit, by line, to look at and to print; and a line read across all levels."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from gangmu.doors.access import StaffRequest, everybody, page
from gangmu.doors.desk.pages.posts import day_asked
from gangmu.doors.desk.queries.organization import below, chart_of, crumbs_of, unit_shown, wrong_text
from gangmu.doors.desk.queries.validity import ground_asked, units_below
from gangmu.ground.organization import policy
from gangmu.ground.organization.models import Line
from gangmu.ground.organization.queries import body_within, line_by_level, vacancies
from gangmu.ground.organization.rules import FOUNDED
from gangmu.kernel import clock

MOST = 200
LEVELS = {level for levels in FOUNDED.values() for level in levels}


@page(may=everybody)
def chart(request: StaffRequest) -> HttpResponse:
    """The bodies of `?unit=` with their seats on `?on=`, of `?line=` if given; below, its units."""
    unit = unit_shown(request.scope, request.GET.get("unit", ""))
    line = request.GET.get("line", "")
    line = line if line in Line.values else ""
    day = day_asked(request.GET.get("on", ""))
    found = chart_of(request.scope, unit, line, day)
    context = {
        "unit": unit,
        "crumbs": crumbs_of(request.scope, unit),
        "teams": [(team, [wrong_text(code) for code in team.wrong]) for team in found],
        "below": below(request.scope, unit),
        "line": line,
        "lines": Line.choices,
        "day": day,
        "is_today": day == clock.today(),
        "may_found": unit.level in LEVELS and policy.may_appoint(request.actor, unit.jurisdiction),
    }
    return render(request, "desk/chart.html", context)


@page(may=everybody)
def line(request: StaffRequest) -> HttpResponse:
    """A line across city, county, town and village: how many posts, held, with a deputy; which are vacant."""
    scope, unit = ground_asked(request.scope, request.GET.get("unit", ""))
    chosen = request.GET.get("line", "")
    if chosen not in Line.values:
        own = body_within(request.scope, request.actor.body_id).line if request.actor.body_id else ""
        chosen = own or Line.POLITICAL_LEGAL
    found = vacancies(scope, chosen, MOST + 1)
    context = {
        "line": chosen,
        "lines": Line.choices,
        "levels": line_by_level(scope, chosen),
        "vacant": found[:MOST],
        "more": len(found) > MOST,
        "unit": unit,
        "units": units_below(request.scope, unit),
    }
    return render(request, "desk/line.html", context)
