"""Reading a pushed file for its preview: which column means what, how many rows, and everything wrong with them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from gangmu.control.intake.models import Batch
from gangmu.control.intake.rules import (
    ColumnMapping,
    Field,
    RowChecker,
    Sheet,
    Tally,
    UnreadableFile,
    guess_mapping,
    mapping_from_guesses,
    match_profile,
    read_sheet,
)
from gangmu.control.intake.rules.headers import normal_header
from gangmu.control.intake.states import BatchStatus
from gangmu.kernel import clock
from gangmu.kernel.crew import CORES, shared
from gangmu.kernel.vault import vault

SHOWN_PROBLEMS = 300
SURE = 0.75
WORTH_HELPERS = 300_000  # bytes; below, starting helpers takes longer than the work


def survey(batch: Batch, chosen: Sequence[Field | None] | None, *, unattended: bool) -> dict[str, Any]:
    """What a file holds: `{"problem"}` of one that cannot be read, else `{"preview"}` and, if known, `{"mapping"}`.

    A big file is read by helpers, each of which checks its part of the rows: what it needs of memory ends with them.
    """
    data, filename = vault().open_bytes("push", batch.content), batch.filename
    learned, today = learned_fields(), clock.today()

    def read(k: int, n: int) -> Iterator[bytes]:
        try:
            said = _surveyed(read_sheet(data, filename), k, n)
        except UnreadableFile as unreadable:
            problem = unreadable.problem
            said = {"problem": {"code": problem.code, "value": problem.value, "params": list(problem.params)}}
        yield json.dumps(said).encode()

    def _surveyed(sheet: Sheet, k: int, n: int) -> dict[str, Any]:
        mapping = (
            mapping_from_guesses(sheet.header, chosen)
            if chosen
            else _known_mapping(sheet, learned, unattended)
        )
        if mapping is None:
            guesses = guess_mapping(sheet.header, list(islice(sheet.rows(), 50)), learned)
            preview = {"header": list(sheet.header), "guesses": [_guess_json(g) for g in guesses]}
            return {"preview": preview}
        return {"preview": _preview(sheet, mapping, today, k, n), "mapping": mapping_json(mapping)}

    helpers = CORES if len(data) > WORTH_HELPERS else 0
    return _joined([json.loads(part) for part in shared(read, helpers)])


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The parts of all helpers as one survey; each has walked the whole file, and checked its part of the rows."""
    whole = next((part for part in parts if "problem" in part), parts[0])
    if "mapping" not in whole:
        return whole
    previews = [part["preview"] for part in parts]
    codes = sum((Counter(one["codes"]) for one in previews), Counter[str]())
    problems = sorted((p for one in previews for p in one["problems"]), key=lambda problem: problem[0])
    whole["preview"] |= {
        "refused": sum(one["refused"] for one in previews),
        "warned": sum(one["warned"] for one in previews),
        "codes": dict(codes.most_common()),
        "problems": problems[:SHOWN_PROBLEMS],
    }
    return whole


def learned_fields() -> dict[str, Field]:
    """What people have chosen on the mapping page for headers that no profile knows."""
    found: dict[str, Field] = {}
    done = (
        Batch.objects.filter(profile="", status=BatchStatus.DONE)
        .order_by("-id")
        .values_list("mapping", flat=True)
    )
    for mapping in reversed(done[:50]):
        for header, field in zip(mapping.get("header", ()), mapping.get("fields", ()), strict=False):
            if field:
                found[normal_header(header)] = Field(field)
    return found


def _known_mapping(sheet: Sheet, learned: Mapping[str, Field], unattended: bool) -> ColumnMapping | None:
    """The mapping of a known layout; unattended also the guessed one where every needed column is sure."""
    if (known := match_profile(sheet.header, learned=learned)) or not unattended:
        return known
    guesses = guess_mapping(sheet.header, list(islice(sheet.rows(), 50)), learned)
    fields = [g.field if g.confidence >= SURE else None for g in guesses]
    named = Field.NAME in fields
    found = any(f in fields for f in (Field.ADDRESS, Field.DOCUMENT_NUMBER, Field.PHONE))
    return mapping_from_guesses(sheet.header, fields) if named and found else None


def _guess_json(guess: Any) -> dict[str, Any]:
    return {
        "column": guess.column,
        "header": guess.header,
        "field": guess.field,
        "confidence": guess.confidence,
        "reason": guess.reason,
    }


def mapping_json(mapping: ColumnMapping) -> dict[str, Any]:
    """A column mapping as the batch keeps it."""
    return {
        "header": list(mapping.header),
        "fields": list(mapping.fields),
        "constants": {str(k): v for k, v in mapping.constants.items()},
        "profile": mapping.profile,
    }


def mapping_of(kept: Mapping[str, Any]) -> ColumnMapping:
    """The column mapping that a batch keeps."""
    return ColumnMapping(
        tuple(kept["header"]),
        tuple(Field(f) if f else None for f in kept["fields"]),
        {Field(k): v for k, v in kept["constants"].items()},
        kept["profile"],
    )


def _preview(sheet: Sheet, mapping: ColumnMapping, today: date, k: int, n: int) -> dict[str, Any]:
    """What a file would do, before anything is done, as far as its rows k, k + n, k + 2n … go."""
    checker, tally = RowChecker(mapping, today), Tally()
    refused, warned = 0, 0
    codes, problems = Counter[str](), list[list[Any]]()
    for place, row in enumerate(sheet.rows(tally)):
        if place % n != k:
            continue
        checked = checker.check(row)
        refused += checked.refused
        warned += bool(checked.problems) and not checked.refused
        codes.update(checked.codes)
        if checked.refused and len(problems) < SHOWN_PROBLEMS:
            problems += [
                [row.number, p.field, p.code, p.value, list(p.params), str(p.severity)]
                for p in checked.problems
            ]
    return {
        "rows": tally.data,
        "refused": refused,
        "warned": warned,
        "skipped": {"blank": tally.blank, "header": tally.repeated_header, "footer": tally.footer},
        "codes": dict(codes.most_common()),
        "problems": problems,
        "format": sheet.format,
        "encoding": sheet.encoding,
        "sheet": sheet.name,
        "titles": list(sheet.titles)[:5],
        "other_sheets": list(sheet.other_sheets),
        "columns": [[h, f or ""] for h, f in zip(mapping.header, mapping.fields, strict=True)],
    }
