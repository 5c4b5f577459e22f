"""What a pushed file holds, for its preview: columns, how many rows, everything wrong with them.

Pure, so that a big file can be surveyed by processes of their own (kernel.crew), each checking a part of the rows.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from gangmu.control.intake.rules.content import Content
from gangmu.control.intake.rules.guessing import guess_mapping, mapping_from_guesses
from gangmu.control.intake.rules.headers import IDENTIFYING, normal_header
from gangmu.control.intake.rules.profiles import match_profile
from gangmu.control.intake.rules.rows import RowChecker
from gangmu.control.intake.rules.sheets import layout_of, read_sheet
from gangmu.control.intake.rules.types import ColumnMapping, Field, Guess, Row, Sheet, Tally, UnreadableFile

SHOWN_PROBLEMS = 300
SHOWN_CATEGORIES, KEPT_CATEGORIES = 20, 1000
SURE, POSSIBLE = 0.75, 0.4


@dataclass(frozen=True, slots=True)
class Question:
    """What is known for reading a file of `size` bytes: `learned` header → field, `confirmed` whole header → fields as
    somebody has named them once (`header_key`), `chosen` those of the mapping page.

    `unattended`: nobody looks at the preview, so sure guesses are taken, and rows are counted but not checked: they
    will be when they are settled. `today` is the Shanghai date.
    """

    filename: str
    size: int
    learned: Mapping[str, Field]
    today: date
    chosen: Sequence[Field | None] | None = None
    unattended: bool = False
    confirmed: Mapping[str, Sequence[Field | None]] = attribute(default_factory=dict)

    def packed(self) -> bytes:
        """As a line for another process, which the file follows."""
        head = {
            "filename": self.filename,
            "size": self.size,
            "learned": dict(self.learned),
            "today": self.today.isoformat(),
            "chosen": list(self.chosen) if self.chosen else None,
            "unattended": self.unattended,
            "confirmed": {header: list(fields) for header, fields in self.confirmed.items()},
        }
        return json.dumps(head).encode() + b"\n"

    @classmethod
    def unpacked(cls, line: bytes) -> Question:
        """What `packed` was made of."""
        head = json.loads(line)
        chosen = head["chosen"] and _fields(head["chosen"])
        confirmed = {header: _fields(fields) for header, fields in head["confirmed"].items()}
        learned = {header: Field(field) for header, field in head["learned"].items()}
        today = date.fromisoformat(head["today"])
        return cls(head["filename"], head["size"], learned, today, chosen, head["unattended"], confirmed)


def surveyed(k: int, n: int, packed: BinaryIO) -> bytes:
    """`survey` of a packed question and the file behind it, as JSON: what a process of its own answers."""
    asked = Question.unpacked(packed.readline())
    return json.dumps(survey(asked, packed.read(), k, n)).encode()


def survey(asked: Question, kept: bytes, k: int = 0, n: int = 1) -> dict[str, Any]:
    """What a kept file holds: `{"problem"}` if it cannot be read, else `{"preview"}` and, if known, `{"mapping"}`.

    Of n that survey a file together, the one with number k checks its rows k, k + n, k + 2n …
    """
    try:
        content = Content.kept(lambda: [kept], asked.size)
        return _surveyed(asked, read_sheet(content, asked.filename), k, n)
    except UnreadableFile as unreadable:
        problem = unreadable.problem
        return {"problem": {"code": problem.code, "value": problem.value, "params": list(problem.params)}}


def _surveyed(asked: Question, sheet: Sheet, k: int, n: int) -> dict[str, Any]:
    mapping = (
        mapping_from_guesses(sheet.header, asked.chosen) if asked.chosen else _known_mapping(sheet, asked)
    )
    if mapping is None:
        guesses = guess_mapping(sheet.header, list(islice(sheet.rows(), 50)), asked.learned)
        return {"preview": {"header": list(sheet.header), "guesses": [guess_json(g) for g in guesses]}}
    tally, found = Tally(), {}
    if asked.unattended:
        deque(sheet.rows(tally), maxlen=0)
    else:
        found = _checked(sheet.rows(tally), RowChecker(mapping, asked.today), k, n)
    return {
        "preview": found | _described(sheet, mapping, tally),
        "mapping": mapping_json(mapping) | {"layout": layout_of(sheet)},
    }


def joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The parts of all helpers as one survey; each has walked the whole file, and checked its part of the rows."""
    whole = next((part for part in parts if "problem" in part), parts[0])
    if len(parts) == 1 or "mapping" not in whole:
        return whole
    previews = [part["preview"] for part in parts]
    codes = sum((Counter(one["codes"]) for one in previews), Counter[str]())
    problems = sorted((p for one in previews for p in one["problems"]), key=lambda problem: problem[0])
    whole["preview"] |= {
        "refused": sum(one["refused"] for one in previews),
        "warned": sum(one["warned"] for one in previews),
        "codes": dict(codes.most_common()),
        "problems": problems[:SHOWN_PROBLEMS],
        "categories": _frequent(sum((Counter(one["categories"]) for one in previews), Counter[str]())),
    }
    return whole


def _frequent(categories: Counter[str]) -> dict[str, int]:
    return dict(categories.most_common(SHOWN_CATEGORIES))


def _known_mapping(sheet: Sheet, asked: Question) -> ColumnMapping | None:
    """The mapping of a known layout, or of a header that somebody has named column by column; unattended also the
    guessed one where every needed column is sure."""
    if known := match_profile(sheet.header, learned=asked.learned):
        return known
    if fields := asked.confirmed.get(header_key(sheet.header)):
        return mapping_from_guesses(sheet.header, fields)
    if not asked.unattended:
        return None
    guesses = guess_mapping(sheet.header, list(islice(sheet.rows(), 50)), asked.learned)
    fields = [g.field if g.confidence >= SURE else None for g in guesses]
    # What might be somebody's number, phone or address is not passed over unasked.
    missed = {g.field for g in guesses if g.confidence >= POSSIBLE} & IDENTIFYING - set(fields)
    named = Field.NAME in fields
    found = any(f in fields for f in (Field.ADDRESS, Field.DOCUMENT_NUMBER, Field.PHONE))
    return mapping_from_guesses(sheet.header, fields) if named and found and not missed else None


def guess_json(guess: Guess) -> dict[str, Any]:
    """A guess as a page keeps it, without its samples, which are personal data."""
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


def learned_from(mappings: Iterable[Mapping[str, Any]]) -> dict[str, Field]:
    """What kept mappings say about headers that no layout knows; the later ones count."""
    found: dict[str, Field] = {}
    for mapping in mappings:
        for header, field in zip(mapping.get("header", ()), mapping.get("fields", ()), strict=False):
            if field:
                found[normal_header(header)] = Field(field)
    return found


def header_key(header: Sequence[str]) -> str:
    """A whole header as `confirmed_from` knows it."""
    return "\x1f".join(map(normal_header, header))


def confirmed_from(mappings: Iterable[Mapping[str, Any]]) -> dict[str, list[Field | None]]:
    """Whole headers that kept mappings have named; the later ones count."""
    return {header_key(one["header"]): _fields(one["fields"]) for one in mappings if one.get("header")}


def _fields(kept: Sequence[str | None]) -> list[Field | None]:
    return [Field(name) if name else None for name in kept]


def mapping_of(kept: Mapping[str, Any]) -> ColumnMapping:
    """The column mapping that a batch keeps."""
    return ColumnMapping(
        tuple(kept["header"]),
        tuple(_fields(kept["fields"])),
        {Field(k): v for k, v in kept["constants"].items()},
        kept["profile"],
    )


def _checked(rows: Iterable[Row], checker: RowChecker, k: int, n: int) -> dict[str, Any]:
    """What is wrong with rows k, k + n, k + 2n …, before anything is done."""
    refused, warned = 0, 0
    codes, problems, categories = Counter[str](), list[list[Any]](), Counter[str]()
    for place, row in enumerate(rows):
        if place % n != k:
            continue
        checked = checker.check(row)
        refused += checked.refused
        warned += bool(checked.problems) and not checked.refused
        codes.update(checked.codes)
        # Of a column that was taken for the category, and is none, not every value is kept.
        if not checked.refused and (checked.category in categories or len(categories) < KEPT_CATEGORIES):
            categories[checked.category] += 1
        if checked.refused and len(problems) < SHOWN_PROBLEMS:
            problems += [
                [row.number, p.field, p.code, p.value, list(p.params), str(p.severity)]
                for p in checked.problems
            ]
    return {
        "refused": refused,
        "warned": warned,
        "codes": dict(codes.most_common()),
        "problems": problems,
        "categories": _frequent(categories),
    }


def _described(sheet: Sheet, mapping: ColumnMapping, tally: Tally) -> dict[str, Any]:
    """What the file is, and how many lines of it are what."""
    return {
        "rows": tally.data,
        "skipped": {"blank": tally.blank, "header": tally.repeated_header, "footer": tally.footer},
        "format": sheet.format,
        "encoding": sheet.encoding,
        "sheet": sheet.name,
        "titles": list(sheet.titles)[:5],
        "columns": [[h, f or ""] for h, f in zip(mapping.header, mapping.fields, strict=True)],
    }
