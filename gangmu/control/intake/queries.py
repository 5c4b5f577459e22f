"""Reads of intake: batches, their ledger, their rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gangmu.control.intake.models import Batch, Row
from gangmu.kernel.area import code_at, level_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault

LEDGER = ("received", "tasks", "merged", "handed_over", "out_of_city", "refused", "waiting")


def batch_in(scope: Scope, batch_id: int) -> Batch:
    """A batch that the scope may see (row security decides: its own, or one with a row of its ground)."""
    batch = Batch.objects.select_related("slot__incident").defer("content").filter(pk=batch_id).first()
    if batch is None:
        raise Refused("not_found")
    return batch


def ledger_of(scope: Scope, batch_id: int) -> dict[str, int]:
    """received and what became of it, in the order of LEDGER."""
    batch = batch_in(scope, batch_id)
    return {name: getattr(batch, name) for name in LEDGER}


def rows_out(scope: Scope, batch_id: int) -> Iterator[tuple[int, str, str, str, int, str]]:
    """Every row of a batch as (row, outcome, person, village, flag, reasons), by row number.

    `person` is a pseudonym, equal for rows of one person and meaningless elsewhere; `village` 12 digits or ''.
    """
    rows = (
        Row.objects.filter(batch_id=batch_id)
        .order_by("number")
        .values_list(
            "number", "outcome", "person_id", "area", "task__area", "flagged", "reasons", "sealed"
        )
    )
    for number, outcome, person_id, area, task_area, flagged, reasons, sealed in rows.iterator(chunk_size=5000):
        where = area if level_of(area) in ("village", "grid", "group") else task_area
        village = code_at(where, "village") if where else ""
        if outcome in (Row.Outcome.OUT_OF_CITY, Row.Outcome.REFUSED):
            village = ""
        yield number, outcome, _pseudonym(person_id, sealed, batch_id, number), village, int(flagged), "|".join(reasons)


def _pseudonym(person_id: int | None, sealed: bytes, batch_id: int, number: int) -> str:
    key = f"person {person_id}"
    if person_id is None:
        given: dict[str, Any] = json.loads(vault().open("row", sealed)) if sealed else {}
        key = f"document {given['document_key']}" if given.get("document_key") else f"row {batch_id} {number}"
    return vault().fingerprint("pseudonym", key).hex()[:16]
