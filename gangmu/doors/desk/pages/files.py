"""What leaves the desk as a file: lists as they are shown (masked, logged), refused rows, out-of-city rows."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from gangmu.casework import policy as cases
from gangmu.control.intake import policy
from gangmu.control.intake.queries import batch_in, outside_rows, reasons_of_batch, refused_rows, shown_rows
from gangmu.control.intake.rules import error_file
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.desk.forms import RowsFilter
from gangmu.doors.desk.pages.task import filters_of
from gangmu.doors.desk.queries.cases import all_tasks
from gangmu.doors.desk.queries.words import reason_text
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel.scope import Scope, entered

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What csv.writer writes to: hands the line back."""

    def write(self, text: str) -> str:
        return text


def _harmless(cell: Any) -> Any:
    """No spreadsheet takes the cell for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _csv(scope: Scope, name: str, lines: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A CSV that leaves while it is read, in a transaction of its own: the view's is over by then."""
    language = get_language() or "zh-hans"

    def text() -> Iterator[str]:
        writer = csv.writer(_Line())
        with entered(scope), override(language):
            yield "\ufeff"
            for line in lines:
                yield writer.writerow([_harmless(cell) for cell in line])

    answer = StreamingHttpResponse(text(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _xlsx(name: str, lines: Iterable[Sequence[Any]]) -> FileResponse:
    """A workbook of text cells, written to disk row by row: memory stays flat."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (FileResponse closes it)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, 20, 18, book.add_format({"num_format": "@"}))
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, str(cell))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _row_lines(scope: Scope, batch_id: int, filters: dict[str, Any]) -> Iterator[Sequence[Any]]:
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
    for row in shown_rows(scope, batch_id, **filters):
        yield (
            row["number"], row["outcome"], row["name"], row["person__document_mask"] or "",
            row["person__phone_mask"] or "", row["address"], f"{row['area']:018d}",
            "; ".join(reason_text(code) for code in row["reasons"]),
        )  # fmt: skip


def _rows(request: StaffRequest, batch_id: int, kind: str) -> Iterator[Sequence[Any]]:
    batch_in(request.scope, batch_id)
    form = RowsFilter(request.GET, [(code, code) for code, _n in reasons_of_batch(request.scope, batch_id)])
    filters = form.filters()
    log_access(
        request.actor, "export", None, f"rows of push {batch_id}, {kind}", request.GET.urlencode()[:200]
    )
    return _row_lines(request.scope, batch_id, filters)


@page(may=policy.may_see_ledger)
def rows_csv(request: StaffRequest, batch_id: int) -> HttpResponseBase:  # type: ignore[return]
    """The rows of a batch as the list shows them, filters included."""
    return _csv(request.scope, f"push-{batch_id}.csv", _rows(request, batch_id, "csv"))  # type: ignore[return-value]


@page(may=policy.may_see_ledger)
def rows_xlsx(request: StaffRequest, batch_id: int) -> HttpResponseBase:
    """The same as a workbook."""
    return _xlsx(f"push-{batch_id}.xlsx", _rows(request, batch_id, "xlsx"))


@page(may=cases.may_see_cases)
def tasks_csv(request: StaffRequest) -> HttpResponseBase:
    """The tasks that the list goes through, filters included."""
    filters = filters_of(request)
    log_access(request.actor, "export", None, "tasks, csv", request.GET.urlencode()[:200])

    def lines() -> Iterator[Sequence[Any]]:
        yield (
            _("Task"),
            _("Status"),
            _("Name"),
            _("Document"),
            _("Address"),
            _("Area code"),
            _("Owner"),
            _("Due"),
        )
        for task in all_tasks(request.scope, **filters):
            mask = task.person.document_mask if task.person else ""
            area = f"{task.area:018d}"
            yield (
                task.pk,
                task.status,
                task.name,
                mask,
                task.address,
                area,
                task.owner.name,
                task.due_at.isoformat(),
            )

    return _csv(request.scope, "tasks.csv", lines())  # type: ignore[return-value]


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
    return _xlsx(f"push-{batch_id}-out-of-city.xlsx", _outside_lines(request.scope, batch_id))


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
