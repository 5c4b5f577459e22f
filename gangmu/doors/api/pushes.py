"""Pushes in: what a big-data unit sends, what became of it, row by row, and what comes back to be corrected."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any, Literal, cast

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.translation import get_language
from ninja import File, Form, Path, Query, Router, Schema, Status
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from gangmu.control.intake import policy
from gangmu.control.intake.actions import commit, prepare, upload
from gangmu.control.intake.models import Batch
from gangmu.control.intake.queries import LEDGER, ROW_COLUMNS, batch_in, progress_of, refused_rows, rows_out
from gangmu.control.intake.rules import Problem, error_file, explain
from gangmu.doors.api.access import ApiRequest, derived, not_reused, within
from gangmu.doors.api.parsing import ENVELOPE, Id, Key, limited
from gangmu.doors.api.problems import problem, sentence
from gangmu.doors.api.schema import PROBLEMS, file_answer
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.incidents.queries import incident_for_push
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

router = Router(tags=["pushes"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SURE = 0.75  # as gangmu push takes guesses


class Ledger(Schema):
    """received = tasks + merged + handed_over + out_of_city + refused + waiting, always."""

    received: int
    tasks: int
    merged: int
    handed_over: int
    out_of_city: int
    refused: int
    waiting: int


class Progress(Schema):
    """How far the tasks of a push are, those handed over among them: verified, when a report of theirs is released.

    Without those that have left the ground of whoever asks.
    """

    verified: int
    open: int
    cancelled: int


class PushOut(Schema):
    """A push: `status` runs uploaded → ready → queued → done; rejected if nobody can read it, withdrawn if taken back.

    One that stays `uploaded` has columns that nobody knows: they are named on the push page.
    """

    id: int
    status: Literal["uploaded", "ready", "queued", "done", "rejected", "withdrawn"]
    slot: str
    filename: str
    profile: str
    problem: str = ""
    ledger: Ledger
    progress: Progress


def _problem_text(batch: Batch) -> str:
    found = batch.problem
    if not found:
        return ""
    params = tuple((name, value) for name, value in found["params"])
    return explain(Problem("file", found["code"], found["value"], params), get_language() or "zh-hans")


def _out(scope: Scope, batch: Batch) -> PushOut:
    tasks = progress_of(scope, batch.pk)
    verified = sum(tasks["by_status"].get(status, 0) for status in ("released", "closed"))
    return PushOut(
        id=batch.pk,
        status=cast(Any, str(batch.status)),
        slot=batch.slot.name,
        filename=batch.filename,
        profile=batch.profile,
        problem=_problem_text(batch),
        ledger=Ledger(**{name: getattr(batch, name) for name in LEDGER}),
        progress=Progress(
            verified=verified,
            open=tasks["open"],
            cancelled=tasks["by_status"].get("cancelled", 0),
        ),
    )


@router.post("", response={202: PushOut, **PROBLEMS}, summary="Push a file of names into a slot")
@decorate_view(limited(settings.PUSH_FILE_LIMIT + ENVELOPE))
@within("push")
def push(
    request: ApiRequest,
    key: Key,
    file: File[UploadedFile],
    slot: Form[str] = "urgent",
    incident: Form[str] = "",
) -> Status[PushOut] | HttpResponse:
    """XLSX, or CSV in UTF-8 or GB18030. The same Idempotency-Key, or the same file in the same slot, is one push.

    202 with the ledger as it is now: the rows are settled within seconds, see GET. 422 `file_…` for a file that cannot
    be read, `columns_unknown` for one whose columns nobody knows (it is kept for the push page); 413 above the limit.
    """
    if len(request.FILES.getlist("file")) > 1:
        raise Refused("several_files")
    target = incident_for_push(incident)
    if target is None:
        raise Refused("incident_unknown")
    content = file.read()
    not_reused(request.auth, key, target.code.encode(), slot.encode(), content)
    batch_id = upload(request.auth, key, target, slot, _filename(file.name), content)
    batch = batch_in(request.scope, batch_id)
    if batch.status in ("uploaded", "ready"):
        batch = prepare(request.auth, batch, unattended=True)
    if batch.problem:
        code = batch.problem["code"]
        return problem(413 if code == "file_too_big" else 422, code, _problem_text(batch), push=batch.pk)
    if batch.status == "uploaded":
        return _unknown_columns(batch)
    if batch.status == "ready":
        commit(request.auth, derived(key, "commit"), batch)
        batch = batch_in(request.scope, batch_id)
    return Status(202, _out(request.scope, batch))


def _filename(name: str | None) -> str:
    """A name that can be kept: no path, no control characters."""
    return "".join(c for c in (name or "").rsplit("/", 1)[-1] if c.isprintable())[:200] or "push"


def _unknown_columns(batch: Batch) -> HttpResponse:
    """422 with the columns that are not sure, and what each might be."""
    guesses = batch.preview["guesses"]
    doubtful = [g for g in guesses if not g["field"] or g["confidence"] < SURE] or guesses
    text = sentence("columns_unknown", columns=", ".join(f"“{g['header']}”" for g in doubtful))
    columns = [{name: g[name] for name in ("column", "header", "field", "confidence")} for g in doubtful]
    return problem(422, "columns_unknown", text, push=batch.pk, columns=columns)


def _seen(request: ApiRequest, push_id: int) -> Batch:
    """A push that the caller may see."""
    if not policy.may_see_ledger(request.auth):
        raise Refused("not_allowed")
    return batch_in(request.scope, push_id)


@router.get("/{push_id}", response={200: PushOut, **PROBLEMS}, summary="What became of a push")
@within("push")
def push_state(request: ApiRequest, push_id: Path[Id]) -> PushOut:
    """The state of a push and its ledger, which balances at every moment."""
    return _out(request.scope, _seen(request, push_id))


@router.get(
    "/{push_id}/rows.csv",
    response=PROBLEMS,
    openapi_extra=file_answer("text/csv"),
    summary="What became of every row",
)
@within("push")
def push_rows(request: ApiRequest, push_id: Path[Id]) -> FileResponse:
    """`row, outcome, person, village, flag, reasons`; `person` is a pseudonym, equal for rows of one person."""
    batch = _seen(request, push_id)
    log_access(request.auth, "export", detail=f"push {push_id}: rows")
    return _csv(f"push-{push_id}-rows.csv", rows_out(request.scope, batch.pk))


def _csv(name: str, lines: Iterable[Sequence[Any]]) -> FileResponse:
    """A CSV written to a file inside the transaction that may see its rows, and sent after it: flat in memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(ROW_COLUMNS)
    writer.writerows(lines)
    text.detach()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


@router.get(
    "/{push_id}/refused",
    response=PROBLEMS,
    openapi_extra=file_answer(XLSX, "text/csv"),
    summary="The refused rows as a file to correct",
)
@within("push")
def push_refused(
    request: ApiRequest, push_id: Path[Id], format: Query[Literal["xlsx", "csv"]] = "xlsx"
) -> HttpResponse:
    """The original cells with what is wrong and what to do; corrected, the file can be pushed as it is."""
    batch = _seen(request, push_id)
    header = batch.mapping.get("header", [])
    log_access(request.auth, "export", detail=f"push {push_id}: refused rows")
    rows = refused_rows(request.scope, batch)
    content = error_file(header, rows, format, get_language() or "zh-hans")
    answer = HttpResponse(content, content_type=XLSX if format == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="push-{push_id}-refused.{format}"'
    return answer
