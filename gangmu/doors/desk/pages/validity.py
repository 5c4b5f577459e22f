"""Red trios and uncovered offices of the coming seven days, why, and the repair: one click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangmu.doors.access import StaffRequest, command_of, everybody, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.pages.leaving import as_csv, as_xlsx
from gangmu.doors.desk.queries.names import place_name
from gangmu.doors.desk.queries.validity import ground_asked, lines_of, units_below, week_of
from gangmu.doors.desk.templatetags.times import full
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.organization import policy
from gangmu.ground.organization.actions import cover_shift
from gangmu.ground.organization.forms import CoverForm
from gangmu.ground.organization.queries import gaps, post_within, user_by_id
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.support.welfare.queries import loads

SIZE, MOST = 50, 10


@page(may=everybody)
def week(request: StaffRequest) -> HttpResponse:
    """Empty seats by time, with the nearest who could help; `?unit=` narrows, `?after=` goes on."""
    scope, unit = ground_asked(request.scope, request.GET.get("unit", ""))
    found, start = week_of(scope), number_of(request.GET.get("after"))
    context = {
        "week": found,
        "lines": lines_of(scope, found.gaps[start : start + SIZE]),
        "older": start + SIZE if len(found.gaps) > start + SIZE else "",
        "unit": unit,
        "units": units_below(request.scope, unit),
        "may_repair": policy.may_roster(request.actor, scope.jurisdiction),
        "query": _narrowed(request),
    }
    return render(request, "desk/gaps.html", context)


def _narrowed(request: StaffRequest) -> str:
    """What the list is narrowed to, as a query of its own address: whoever fills a seat comes back to it."""
    return urlencode({name: request.GET[name] for name in ("unit", "after") if request.GET.get(name)})


@page(may=policy.may_open_roster)
def cover(request: StaffRequest, post_id: int) -> HttpResponse:
    """Who could fill a seat for a time, with everybody's load; sent, it puts one of them on duty.

    `?unit=`, `?after=` are those of the list he came from.
    """
    post = post_within(request.scope, post_id)
    form = CoverForm(
        request.POST if request.method == "POST" else {**request.GET.dict(), "user": "1", "reason": "?"}
    )
    if not form.is_valid():
        raise Refused("not_found")
    asked = form.cleaned_data
    if request.method == "POST":
        user = user_by_id(asked["user"])
        given = (post.body, post, user, asked["since"], asked["until"], asked["reason"], asked["over_cap"])
        cover_shift(request.actor, command_of(request), *given)
        messages.success(request, _("%(who)s is on duty then. The seat is filled.") % {"who": user.name})
        return redirect(f"{reverse('desk:gaps')}?{_narrowed(request)}")
    scope = request.scope.narrowed(post.body.ground)
    found = [gap for gap in gaps(scope, asked["since"], asked["until"]) if gap.post_id == post.pk]
    lines = lines_of(scope, found, MOST)
    who = [one.repair.user_id for line in lines for one in line.candidates]
    context = {"post": post, "lines": lines, "command": uuid4(), "asked": asked, "query": _narrowed(request)}
    context["loads"] = loads(request.scope, who, asked["until"])
    return render(request, "desk/cover.html", context)


def _lines(request: StaffRequest, kind: str) -> Iterator[Sequence[Any]]:
    log_access(request.actor, "export", None, f"gaps of the week, {kind}", request.GET.urlencode()[:200])
    scope, _unit = ground_asked(request.scope, request.GET.get("unit", ""))
    return _exported(scope)


def _exported(scope: Scope) -> Iterator[Sequence[Any]]:
    yield (
        _("Body"),
        _("Ground"),
        _("Seat"),
        _("From"),
        _("Until"),
        _("Reason"),
        _("Could help"),
        _("From where"),
    )
    for line in lines_of(scope, week_of(scope).gaps):
        gap, one = line.gap, line.candidates[0].repair if line.candidates else None
        yield (
            gap.name, place_name(gap.area), line.seat, full(gap.since), full(gap.until), "; ".join(line.why),
            one.name if one else "", one.comes_from if one else "",
        )  # fmt: skip


@page(may=everybody)
def as_file_csv(request: StaffRequest) -> HttpResponseBase:
    """What the list shows."""
    return as_csv(request.scope, "gaps.csv", _lines(request, "csv"))


@page(may=everybody)
def as_file_xlsx(request: StaffRequest) -> HttpResponseBase:
    """The same as a workbook."""
    return as_xlsx(request.scope, "gaps.xlsx", _lines(request, "xlsx"))
