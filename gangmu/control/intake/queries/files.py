"""What leaves a push as a file: refused rows to be corrected, out-of-city rows for where they belong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from gangmu.control.intake.models import Batch, Row
from gangmu.control.intake.rules import Field, Problem, Severity
from gangmu.control.intake.rules import Row as SheetRow
from gangmu.control.intake.rules.types import ADDRESS_FIELDS
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault

CHUNK = 2000
SEXES = {"m": "男", "f": "女"}


def sealed_of(row: Row) -> dict[str, Any]:
    """What a row keeps sealed: {cells, problems} of a refused one, the given facts of one undecided or outside."""
    return dict(json.loads(vault().open("row", row.sealed))) if row.sealed else {}


def _rows(scope: Scope, batch_id: int, outcome: str) -> Iterator[Row]:
    where, after = scope.jurisdiction, 0
    while True:
        rows = Row.objects.filter(
            batch_id=batch_id, outcome=outcome, number__gt=after, area__gte=where.lo, area__lt=where.hi
        )
        chunk = list(rows.order_by("number")[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        after = chunk[-1].number


def refused_rows(scope: Scope, batch: Batch) -> Iterator[tuple[SheetRow, list[Problem]]]:
    """The refused rows with their original cells and problems, for rules.error_file.

    A row that a desk sent back has its cells made anew, in the columns of its file, from what was understood.
    """
    fields = batch.mapping.get("fields", ())
    for row in _rows(scope, batch.pk, Row.Outcome.REFUSED):
        kept = sealed_of(row)
        if "cells" in kept:
            problems = [
                Problem(field, code, value, tuple((k, v) for k, v in params), Severity(severity))
                for field, code, value, params, severity in kept["problems"]
            ]
            yield SheetRow(row.number, kept["cells"]), problems
        else:
            why = next((r.removeprefix("desk:").strip() for r in row.reasons if r.startswith("desk:")), "")
            yield (
                SheetRow(row.number, _cells(kept, fields)),
                [Problem("row", "row_sent_back", why)],
            )


def _cells(given: dict[str, Any], fields: Sequence[str | None]) -> list[str]:
    """What was understood of a row, in the columns of its file; the whole address in the finest of its columns."""
    places = [field for field in ADDRESS_FIELDS if field in fields]
    phone = given.get("phone", "")
    said = {
        **given.get("known", {}),
        **{name: given.get(name, "") for name in ("name", "phone", "category", "age", "birth_date")},
        Field.DOCUMENT_NUMBER: given.get("document", ""),
        Field.PHONE2: "、".join(one for one in given.get("phones", ()) if one != phone),
        Field.SEX: SEXES.get(given.get("sex", ""), ""),
        **{field: given.get("address", "") for field in places[-1:]},
    }
    return [str(said.get(field or "", "")) for field in fields]


def outside_rows(scope: Scope, batch_id: int) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The out-of-city rows with what their file said about the person, opened from the vault."""
    for row in _rows(scope, batch_id, Row.Outcome.OUT_OF_CITY):
        yield row, sealed_of(row)
