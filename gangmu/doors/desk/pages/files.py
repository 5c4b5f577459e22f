"""What leaves the desk as a file: lists as they are shown (masked, logged), refused rows, out-of-city rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gangmu.casework import policy as cases
from gangmu.control.intake import policy
from gangmu.control.intake.queries import batch_in, outside_rows, reasons_of_batch, refused_rows, shown_rows
from gangmu.control.intake.rules import error_file
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.desk.forms import RowsFilter
from gangmu.doors.desk.pages.leaving import XLSX, as_csv, as_xlsx
from gangmu.doors.desk.pages.task import filters_of, ground_of
from gangmu.doors.desk.queries import place_name
from gangmu.doors.desk.queries.cases import all_tasks
from gangmu.doors.desk.queries.words import reason_text
from gangmu.doors.desk.templatetags.statuses import appearance
from gangmu.doors.desk.templatetags.times import full
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel.scope import Scope


def _row_lines(scope: Scope, batch_id: int, filters: dict[str, Any]) -> Iterator[Sequence[Any]]:
    @cache  # a handful of combinations, however many rows
    def because(reasons: str) -> str:
        return "; ".join(reason_text(code) for code in json.loads(reasons))

    yield (
        _("Row"),
        _("Outcome"),
        _("Name"),
        _("Document"),
        _("Phone"),
        _("Address"),
        _("Area code"),
        _("Reasons"),
    )
    for number, outcome, name, document, phone, address, area, reasons in shown_rows(
        scope, batch_id, **filters
    ):
        yield number, outcome, name, document, phone, address, f"{area:018d}", because(reasons)


def _rows(request: StaffRequest, batch_id: int, kind: str) -> Iterator[Sequence[Any]]:
    batch_in(request.scope, batch_id)
    form = RowsFilter(request.GET, [(code, code) for code, _n in reasons_of_batch(request.scope, batch_id)])
    filters = form.filters()
    log_access(
        request.actor, "export", None, f"rows of push {batch_id}, {kind}", request.GET.urlencode()[:200]
    )
    return _row_lines(request.scope, batch_id, filters)


def _task_lines(scope: Scope, filters: dict[str, Any]) -> Iterator[Sequence[Any]]:
    where, said = cache(place_name), cache(lambda code: appearance(code)[0])
    when = lru_cache(10_000)(lambda due: full(datetime.fromisoformat(due)))  # a push has one deadline
    yield (
        _("Task"), _("Kind"), _("Status"), _("urgent"), _("Name"), _("Document"), _("Address"), _("Place"),
        _("Area code"), _("Owner"), _("Due"), _("Lists"),
    )  # fmt: skip
    yes = _("urgent")
    for number, kind, status, urgent, name, mask, address, area, owner, due, lists in all_tasks(
        scope, **filters
    ):
        yield (
            number, said(kind), said(status), yes if urgent else "", name, mask, address, where(area), f"{area:018d}",
            owner, when(due), lists,
        )  # fmt: skip


def _tasks(request: StaffRequest, kind: str) -> Iterator[Sequence[Any]]:
    filters = filters_of(request)
    log_access(request.actor, "export", None, f"tasks, {kind}", request.GET.urlencode()[:200])
    return _task_lines(ground_of(request), filters)


@page(may=policy.may_see_ledger)
def rows_csv(request: StaffRequest, batch_id: int) -> HttpResponseBase:
    """The rows of a batch as the list shows them, filters included."""
    return as_csv(request.scope, f"push-{batch_id}.csv", _rows(request, batch_id, "csv"))


@page(may=policy.may_see_ledger)
def rows_xlsx(request: StaffRequest, batch_id: int) -> HttpResponseBase:
    """The same as a workbook."""
    return as_xlsx(request.scope, f"push-{batch_id}.xlsx", _rows(request, batch_id, "xlsx"))


@page(may=cases.may_see_cases)
def tasks_csv(request: StaffRequest) -> HttpResponseBase:
    """The tasks that the list goes through, filters included."""
    return as_csv(request.scope, "tasks.csv", _tasks(request, "csv"))


@page(may=cases.may_see_cases)
def tasks_xlsx(request: StaffRequest) -> HttpResponseBase:
    """The same as a workbook."""
    return as_xlsx(request.scope, "tasks.xlsx", _tasks(request, "xlsx"))


@page(may=policy.may_push)
def refused_file(request: StaffRequest, batch_id: int) -> HttpResponseBase:
    """The refused rows as they came, each with what is wrong: to be corrected and pushed again. Logged."""
    batch = batch_in(request.scope, batch_id)
    header = batch.mapping.get("header") or []
    log_access(request.actor, "export", None, f"refused rows of push {batch_id}", "correction")
    rows = refused_rows(request.scope, batch)
    answer = HttpResponse(error_file(header, rows, "xlsx", get_language() or "zh"), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="push-{batch_id}-refused.xlsx"'
    return answer


@page(may=policy.may_push)
def outside_file(request: StaffRequest, batch_id: int) -> HttpResponseBase:
    """The people of other cities with everything their file said, for those cities; needs a reason, logged."""
    batch_in(request.scope, batch_id)
    reason = request.POST.get("reason", "").strip()
    if request.method != "POST" or not reason:
        return redirect("desk:batch", batch_id)
    log_access(request.actor, "export", None, f"out-of-city rows of push {batch_id}", reason[:200])
    lines = _outside_lines(request.scope, batch_id)
    return as_xlsx(request.scope, f"push-{batch_id}-out-of-city.xlsx", lines)


def _outside_lines(scope: Scope, batch_id: int) -> Iterator[Sequence[Any]]:
    yield (
        _("Row"),
        _("Name"),
        _("Document"),
        _("Phone"),
        _("Address"),
        _("Category"),
        _("Arrived at"),
        _("Remark"),
    )
    for row, given in outside_rows(scope, batch_id):
        known = given.get("known", {})
        phones = " ".join(given.get("phones") or [given.get("phone", "")])
        yield (
            row.number, row.name, given.get("document", ""), phones, row.address, given.get("category", ""),
            known.get("arrived_at", ""), known.get("remark", ""),
        )  # fmt: skip
