"""A batch: before its commit the preview, after it the ledger that balances, and its rows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gangmu.control.intake import policy
from gangmu.control.intake.models import Batch, Row
from gangmu.control.intake.queries import batch_in, progress_of, reasons_of_batch, rows_in, settled_of
from gangmu.control.intake.rules.problems import field_name
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.desk.forms import RowsFilter, number_of
from gangmu.doors.desk.queries import place_names
from gangmu.doors.desk.queries.ground import offices_of
from gangmu.doors.desk.queries.words import category_lines, frequent, problem_lines, problem_text, reason_text
from gangmu.doors.live import events_url, origin_of
from gangmu.ground.incidents.queries import pack_of
from gangmu.kernel.scope import Scope

TONES = (
    ("tasks", Row.Outcome.TASK, "blue"),
    ("merged", Row.Outcome.MERGED, "cyan"),
    ("handed_over", Row.Outcome.HANDED_OVER, "yellow"),
    ("out_of_city", Row.Outcome.OUT_OF_CITY, "gray"),
    ("refused", Row.Outcome.REFUSED, "red"),
    ("waiting", Row.Outcome.WAITING, "orange"),
)


def ledger_parts(batch: Batch) -> list[dict[str, Any]]:
    """What became of the rows of a batch, for {% ledger_bar %}."""
    return [
        {
            "label": outcome.label,
            "value": getattr(batch, name),
            "tone": tone,
            "url": f"?outcome={outcome.value}#rows",
        }
        for name, outcome, tone in TONES
    ]


def _may(request: StaffRequest) -> dict[str, bool]:
    """What of the page leads further for this post."""
    return {"may_push": policy.may_push(request.actor), "may_decide": policy.may_decide(request.actor)}


def _ledger_context(scope: Scope, batch: Batch) -> dict[str, Any]:
    progress = progress_of(scope, batch.pk)
    areas = [town["town"] for town in progress["towns"]]
    names, offices = place_names(areas), offices_of(areas)
    towns = [
        {**town, "name": names.get(town["town"], ""), "office": offices.get(town["town"], "")}
        for town in progress["towns"]
    ]
    moving = batch.status == "queued" or bool(progress["open"] or batch.waiting)
    return {
        "batch": batch,
        "parts": ledger_parts(batch),
        "progress": progress,
        "towns": towns,
        "moving": moving,
        "settled": settled_of(batch.pk) if batch.status == "queued" else 0,
    }


def _rows_context(request: StaffRequest, batch_id: int) -> dict[str, Any]:
    """One page of the rows, filtered as the address says, and the filters with how many rows carry each reason."""
    reasons = reasons_of_batch(request.scope, batch_id)
    form = RowsFilter(request.GET, [(code, f"{reason_text(code)} ({n})") for code, n in reasons])
    found = rows_in(request.scope, batch_id, number_of(request.GET.get("after")), **form.filters())
    names = place_names(row["area"] for row in found.rows)
    for row in found.rows:
        row["place"] = names.get(row["area"], "")
        row["because"] = [reason_text(code) for code in row["reasons"]]
    return {"form": form, "rows": found.rows, "older": found.older or "", "query": request.GET.urlencode()}


def _preview_context(batch: Batch) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    preview = batch.preview or {}
    columns = [
        (header or "–", field_name(field, language) if field else "–")
        for header, field in preview.get("columns", [])
    ]
    return {
        "preview": preview,
        "checked": "refused" in preview,
        "command": uuid4(),
        "problems": problem_lines(preview.get("problems", []), language),
        "codes": [(reason_text(code), n) for code, n in frequent(preview.get("codes", {}))],
        "categories": category_lines(pack_of(batch.slot.incident), preview.get("categories", {})),
        "skipped": sum(preview.get("skipped", {}).values()),
        "columns": columns,
        "mapping_url": reverse("desk:mapping", args=[batch.pk]),
        "file": [
            (_("Format"), f"{preview.get('format', '')} {preview.get('encoding') or ''}"),
            (_("Sheet"), preview.get("sheet", "")),
            (_("Layout"), batch.profile or _("mapped by hand")),
            (_("Titles"), " / ".join(preview.get("titles", []))),
        ],
    }


@page(may=policy.may_see_ledger)
def batch(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Preview, refusal of the file, or ledger and rows: whatever the batch has come to."""
    found = batch_in(request.scope, batch_id)
    context: dict[str, Any] = {"batch": found, **_may(request)}
    if found.status in ("uploaded", "ready", "withdrawn"):
        return render(request, "desk/preview.html", context | _preview_context(found))
    if found.status == "rejected":
        context["problem"] = problem_text(found.problem or {}, get_language())
        return render(request, "desk/rejected.html", context)
    context |= _ledger_context(request.scope, found) | _rows_context(request, batch_id)
    context["ledger_url"] = f"{reverse('desk:ledger', args=[batch_id])}?{context['query']}"
    context["live"] = events_url(request, "push", found.pk) if context["moving"] else ""
    context["crumbs"] = [(_("Pushes"), "/push/"), (found.filename, "")]
    answer = render(request, "desk/batch.html", context)
    if context["live"]:
        answer.listens_to = origin_of(context["live"])  # type: ignore[attr-defined]
    return answer


@page(may=policy.may_see_ledger)
def ledger(request: StaffRequest, batch_id: int) -> HttpResponse:
    """What a live page fetches when the batch has changed: the ledger, and with it state, actions and shown rows."""
    found = batch_in(request.scope, batch_id)
    context = _ledger_context(request.scope, found) | _rows_context(request, batch_id)
    return render(request, "desk/_batch_live.html", context | _may(request))
