"""The rows of a batch: as pages list them, and all of them for a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from gangmu.control.intake.models import Row
from gangmu.kernel.area import code_at, level_of
from gangmu.kernel.bulk import streamed
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault

SIZE = 50
SHOWN = (
    "pk", "number", "outcome", "name", "address", "category", "area", "flagged", "reasons", "task_id", "match",
    "person__document_mask", "person__phone_mask", "task__status",
)  # fmt: skip
EXPORTED = (
    "number", "outcome", "name", "person__document_mask", "person__phone_mask", "address", "area", "reasons",
)  # fmt: skip

# What the shell and the API write of every row: see `rows_out`.
ROW_COLUMNS = ("row", "outcome", "person", "village", "flag", "reasons")


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows (dictionaries of SHOWN) and the number from which the next page continues, 0 at the end."""

    rows: list[dict[str, Any]]
    older: int


def _rows(scope: Scope, batch_id: int) -> QuerySet[Row]:
    where = scope.jurisdiction
    return Row.objects.filter(batch_id=batch_id, area__gte=where.lo, area__lt=where.hi)


def _filtered(
    scope: Scope, batch_id: int, outcome: str = "", reason: str = "", flagged: bool = False, number: int = 0
) -> QuerySet[Row]:
    rows = _rows(scope, batch_id)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if reason:
        rows = rows.filter(reasons__contains=[reason])
    if flagged:
        rows = rows.filter(flagged=True)
    if number:
        rows = rows.filter(number=number)
    return rows


def rows_in(scope: Scope, batch_id: int, after: int = 0, **filters: Any) -> RowPage:
    """Rows of a batch by number, from behind `after`. Filters: outcome, reason (code), flagged, number."""
    rows = _filtered(scope, batch_id, **filters).filter(number__gt=after).order_by("number")
    found = list(rows.values(*SHOWN)[: SIZE + 1])
    return RowPage(found[:SIZE], found[SIZE - 1]["number"] if len(found) > SIZE else 0)


def shown_rows(scope: Scope, batch_id: int, **filters: Any) -> Iterator[tuple[Any, ...]]:
    """All rows that a filtered list goes through, the values of EXPORTED (reasons as JSON text), read as a stream."""
    return streamed(_filtered(scope, batch_id, **filters).order_by("number").values_list(*EXPORTED))


def reasons_of_batch(scope: Scope, batch_id: int) -> list[tuple[str, int]]:
    """The reasons that rows of a batch carry and how many carry exactly these, most frequent first; for a filter."""
    counts: dict[str, int] = {}
    noted = _rows(scope, batch_id).exclude(reasons=[]).values("reasons").annotate(n=Count("id"))
    for line in noted:
        for code in line["reasons"]:
            if not code.startswith("desk:"):
                counts[code] = counts.get(code, 0) + line["n"]
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def rows_of_task(scope: Scope, task_id: int) -> list[Row]:
    """The rows of pushes that named the person of a task, first first."""
    where = scope.jurisdiction
    rows = Row.objects.filter(task_id=task_id, area__gte=where.lo, area__lt=where.hi)
    rows = rows.select_related("batch__slot").defer("batch__content", "batch__preview", "sealed")
    return list(rows.order_by("id")[:50])


def rows_out(scope: Scope, batch_id: int) -> Iterator[tuple[int, str, str, str, int, str]]:
    """Every row of a batch as ROW_COLUMNS, by row number.

    `person` is a pseudonym, equal for rows of one person and meaningless elsewhere; `village` 12 digits or ''.
    """
    rows = (
        _rows(scope, batch_id)
        .order_by("number")
        .values_list("number", "outcome", "person_id", "area", "task__area", "flagged", "reasons", "sealed")
    )
    for number, outcome, person_id, area, task_area, flagged, reasons, sealed in rows.iterator(
        chunk_size=5000
    ):
        where = area if level_of(area) in ("village", "grid", "group") else task_area
        village = code_at(where, "village") if where else ""
        if outcome in (Row.Outcome.OUT_OF_CITY, Row.Outcome.REFUSED):
            village = ""
        person = _pseudonym(person_id, bytes(sealed), batch_id, number)
        yield number, outcome, person, village, int(flagged), "|".join(reasons)


def _pseudonym(person_id: int | None, sealed: bytes, batch_id: int, number: int) -> str:
    key = f"person {person_id}"
    if person_id is None:
        given: dict[str, Any] = json.loads(vault().open("row", sealed)) if sealed else {}
        key = f"document {given['document_key']}" if given.get("document_key") else f"row {batch_id} {number}"
    return vault().fingerprint("pseudonym", key).hex()[:16]
