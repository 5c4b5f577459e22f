"""Lists of posts and holders: bring a spreadsheet, see every error, take it over; the same as a file to begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gangmu.control.intake.rules import UnreadableFile, read_sheet
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import RegisterForm
from gangmu.doors.desk.pages.leaving import as_csv, as_xlsx
from gangmu.doors.desk.queries.staff import wrong_lines
from gangmu.doors.desk.queries.words import problem_text
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.organization import policy
from gangmu.ground.organization.actions import apply_list, bring_list, look_at
from gangmu.ground.organization.queries import list_within, lists_in, staff_rows
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

SHOWN, LIMIT = 30, 5 << 20


@page(may=policy.may_open_posts)
def lists(request: StaffRequest) -> HttpResponse:
    """Bring a file; below, the lists that were brought."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > LIMIT:
            raise Refused("register_too_big", limit=LIMIT >> 20)
        try:
            sheet = read_sheet(file.read(), file.name)
            rows = [(row.number, row.cells) for row in sheet.rows()]
            given = (file.name, sheet.header_row, sheet.header, rows)
            return redirect("desk:list", bring_list(request.actor, command_of(request), *given))
        except UnreadableFile as unreadable:
            found = unreadable.problem
            problem = problem_text(
                {"code": found.code, "value": found.value, "params": found.params}, get_language()
            )
    context = {
        "form": form,
        "problem": problem,
        "lists": lists_in(request.scope, SHOWN),
        "command": uuid4(),
        "limit": LIMIT,
    }
    return render(request, "desk/lists.html", context, status=422 if form.errors or problem else 200)


@page(may=policy.may_open_posts)
def one_list(request: StaffRequest, list_id: int) -> HttpResponse:
    """What a list would come to, or every error in it; sent, it is taken over."""
    one = list_within(request.scope, list_id)
    if request.method == "POST":
        apply_list(request.actor, command_of(request), one)
        return redirect("desk:list", list_id)
    reading = look_at(request.actor, one) if one.applied_at is None else None
    context = {
        "one": one,
        "reading": reading,
        "wrong": wrong_lines(reading.wrong) if reading else [],
        "command": uuid4(),
    }
    return render(request, "desk/list.html", context)


def _lines(scope: Scope) -> Iterator[Sequence[Any]]:
    yield ("区划", "机构", "岗位", "角色", "条线", "姓名", "账号", "手机", "副职", "任职日期")
    for *cells, deputy, since in staff_rows(scope):
        yield *cells, _("yes") if deputy else "", since.isoformat() if since else ""


def _exported(request: StaffRequest, kind: str) -> Iterator[Sequence[Any]]:
    log_access(request.actor, "export", None, f"staff, {kind}", "correction")
    return _lines(request.scope)


@page(may=policy.may_open_posts)
def as_file_csv(request: StaffRequest) -> HttpResponseBase:
    """Who holds which post today, in the columns that a list is read in."""
    return as_csv(request.scope, "staff.csv", _exported(request, "csv"))


@page(may=policy.may_open_posts)
def as_file_xlsx(request: StaffRequest) -> HttpResponseBase:
    """The same as a workbook."""
    return as_xlsx(request.scope, "staff.xlsx", _exported(request, "xlsx"))
