"""What leaves of a roster as a file: who stands where, and who works how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gangmu.doors.access import StaffRequest, page
from gangmu.doors.desk.pages.leaving import as_csv, as_xlsx
from gangmu.doors.desk.queries.rosters import load_lines, seat_name
from gangmu.doors.desk.templatetags.times import full
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.duty import policy
from gangmu.ground.duty.models import Roster
from gangmu.ground.duty.queries.plan import (
    days_of,
    drivers_among,
    needing_vehicle,
    seats_of,
    standing_in,
)
from gangmu.ground.duty.queries.rosters import roster_in
from gangmu.ground.duty.rules.weeks import PARTS
from gangmu.kernel.scope import Scope


def _found(request: StaffRequest, roster_id: int, kind: str) -> Roster:
    one = roster_in(request.scope, roster_id)
    log_access(request.actor, "export", None, f"roster {one.pk}, {kind}", "")
    return one


def _lines(scope: Scope, one: Roster) -> Iterator[Sequence[Any]]:
    yield _("Body"), _("Seat"), _("Day"), _("Shift"), _("Member"), _("Begins"), _("Ends"), _("Vehicle")
    posts = seats_of(one)
    cells = standing_in(scope, one, posts)
    names = {"day": _("day shift"), "night": _("night shift")}
    needed = needing_vehicle(posts)
    driving = drivers_among({who.user_id for standing in cells.values() for who in standing})
    for post in posts:
        for day in days_of(one):
            for part in PARTS:
                standing = cells.get((post.pk, day, part.key), [])
                for who in standing:
                    times: tuple[str, ...] = (full(who.begins), full(who.ends))
                    if post.pk in needed:
                        times += (
                            _("brings a vehicle") if who.user_id in driving else _("needed, none brought"),
                        )
                    yield post.body.name, seat_name(post), day.isoformat(), names[part.key], who.name, *times
                if not standing:
                    yield post.body.name, seat_name(post), day.isoformat(), names[part.key], "", "", "", ""


def _loads(scope: Scope, one: Roster) -> Iterator[Sequence[Any]]:
    yield (
        _("Member"), _("Seat"), _("Body"), _("Hours, four weeks before"), _("Nights, four weeks before"),
        _("Weekends, four weeks before"), _("Hours this week"), _("Nights this week"), _("Weekend this week"),
    )  # fmt: skip
    for line in load_lines(scope, one)[0]:
        yield line.name, line.seat, line.body, *map(round, line.before), *map(round, line.week)


@page(may=policy.may_plan)
def roster_csv(request: StaffRequest, roster_id: int) -> HttpResponseBase:
    """Every cell as CSV."""
    one = _found(request, roster_id, "csv")
    return as_csv(request.scope, f"roster-{one.begins}.csv", _lines(request.scope, one))


@page(may=policy.may_plan)
def roster_xlsx(request: StaffRequest, roster_id: int) -> HttpResponseBase:
    """Every cell as a workbook."""
    one = _found(request, roster_id, "xlsx")
    return as_xlsx(request.scope, f"roster-{one.begins}.xlsx", _lines(request.scope, one))


@page(may=policy.may_plan)
def loads_xlsx(request: StaffRequest, roster_id: int) -> HttpResponseBase:
    """Who works how much, as a workbook."""
    one = _found(request, roster_id, "loads")
    return as_xlsx(request.scope, f"loads-{one.begins}.xlsx", _loads(request.scope, one))
