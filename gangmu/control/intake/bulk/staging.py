"""From a checked row and its place to a line of the staging table.

What the file said about a person is carried as `Given`, a plain value that can be sealed into a waiting row and
staged again when the desk has decided: both ways go through `Stager.piece`. Hardly anybody who is located and has a
document will wait, so what he said goes beside the lines, in memory, and is sealed by `settle_rows` if he does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from gangmu.control.intake.rules import CheckedRow
from gangmu.control.intake.rules.doors import building_of, without_phones
from gangmu.ground.incidents.rules import Pack
from gangmu.ground.register.rules.names import sort_key
from gangmu.ground.territory.rules import Located
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import NULL, Line, copy_text, hexed
from gangmu.kernel.vault import Vault, mask_number, mask_phone

COLUMNS = (
    "name", "pinyin", "document_mask", "phone_mask", "address", "building", "reasons", "candidates", "known",
    "number", "disposition", "document_kind", "document_hash", "document_sealed", "document_checked", "phone_hash",
    "phone_sealed", "sex", "birth_date", "area", "owner_id", "beyond", "match", "flagged", "category", "urgent",
    "due_at", "sealed", "decided_person",
)  # fmt: skip
SEX = {"male": "m", "female": "f"}
KNOWN = ("origin", "arrived_at", "transport", "contact_of", "relation", "remark", "source_ref")


@dataclass(slots=True)
class Given:
    """What one row of a file says about a person, normalised."""

    number: int
    name: str = ""
    document_kind: str = "none"
    document: str = ""
    document_key: str = ""
    document_checked: bool = False
    phone: str = ""
    phones: list[str] = field(default_factory=list)
    sex: str = ""
    birth_date: str = ""
    age: int | None = None
    address: str = ""
    category: str = ""
    known: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, row: CheckedRow) -> Given:
        """The given facts of a checked row."""
        document = row.document
        arrived_at = row.arrived_at.isoformat() if row.arrived_at else ""
        said = (
            row.origin, arrived_at, row.transport, row.contact_of, row.relation, row.remark, row.source_ref
        )  # fmt: skip
        known = {name: value for name, value in zip(KNOWN, said, strict=True) if value}
        return cls(
            row.number, row.name, "none" if document.kind == "unknown" else str(document.kind),
            document.number, document.key, document.checked, row.phone,
            [p.number for p in row.phones if p.number], SEX.get(row.sex or "", ""),
            row.birth_date.isoformat() if row.birth_date else "", row.age, row.address, row.category, known,
            row.codes,
        )  # fmt: skip


_GIVEN = tuple(one.name for one in fields(Given))
_values = attrgetter(*_GIVEN)


def sealed(vault: Vault, given: Given) -> bytes:
    """What a waiting row keeps until the desk has decided."""
    kept = {n: v for n, v in zip(_GIVEN, _values(given), strict=True) if v or type(v) is int}
    return vault.seal_bytes("row", to_json(kept))


class Placing(NamedTuple):
    """Where a row lies: 'located' in a grid or village, 'doubtful' at a unit, 'outside', or 'refused'."""

    disposition: str
    area: int
    match: str = ""
    flagged: bool = False
    candidates: Sequence[Mapping[str, Any]] = ()
    person: int | None = None

    @classmethod
    def of(cls, located: Located, fallback: int) -> Placing:
        """What an answer of the matcher means for the row; `fallback` is the area of the push's own office."""
        if located.status == "match":
            return cls("located", located.area, "match", located.flag)
        if located.status == "outside":
            return cls("outside", fallback, "outside", located.flag)
        found = [
            {"code": c.code, "score": round(c.score, 3), "reasons": list(c.reasons)}
            for c in located.candidates[:9]
        ]
        return cls("doubtful", located.ground or fallback, located.status, located.flag, found)


class Staged(NamedTuple):
    """A row on its way: what it says, where it lies, and what it keeps if that is more than what it says."""

    given: Given
    placing: Placing
    kept: Mapping[str, Any] | None = None


def refused(row: CheckedRow, cells: list[str], area: int) -> Staged:
    """A row that nobody could act on: it keeps its cells, so that they can be sent back."""
    given = Given(row.number, row.name, address=row.address, reasons=row.codes)
    problems = [(p.field, p.code, p.value, list(p.params), str(p.severity)) for p in row.problems]
    return Staged(given, Placing("refused", area), {"cells": cells, "problems": problems})


def unpacked(piece: bytes) -> tuple[bytes, bytes]:
    """The lines of a piece, and what was said beside them, for `said`."""
    lines, _nul, beside = piece.partition(b"\0")
    return lines, beside


def said(beside: Iterable[bytes], numbers: Collection[int]) -> Iterator[Given]:
    """What the rows of these numbers said, as far as their lines do not keep it."""
    for piece in beside:
        yield from (Given(*values) for values in from_json(piece) if values[0] in numbers)


class Stager:
    """Makes staging lines for one push: knows the pack, who owns which grid, and the push's territory."""

    def __init__(
        self,
        vault: Vault,
        pack: Pack,
        owners: Mapping[int, int],
        territory: Jurisdiction,
        now: datetime,
    ) -> None:
        self._vault, self._pack, self._owners, self._territory, self._now = (
            vault,
            pack,
            owners,
            territory,
            now,
        )
        self._categories: dict[str, tuple[str, str, str, bool]] = {}

    def _category(self, text: str) -> tuple[str, str, str, bool]:
        """Code, urgency and report deadline of a category as a file words it, as COPY reads them; whether its words
        say nothing known."""
        found = self._categories.get(text)
        if found is None:
            category = self._pack.category_of(text)
            due_at = self._pack.due_at(category.code, "report", self._now)
            unknown = bool(text) and self._pack.meant(text) is None
            found = (category.code, "t" if category.urgent else "f", str(due_at), unknown)
            self._categories[text] = found
        return found

    def piece(self, rows: Iterable[Staged]) -> bytes:
        """The lines of rows as COPY reads them, and behind them what was said by those whose line does not keep it."""
        lines, beside = list[Line](), list[tuple[Any, ...]]()
        for given, placing, kept in rows:
            if placing.disposition == "located" and given.document_key:
                keeps = b""
                beside.append(_values(given))
            else:
                keeps = (
                    sealed(self._vault, given)
                    if kept is None
                    else self._vault.seal_bytes("row", to_json(kept))
                )
            lines.append(self._line(given, placing, keeps))
        return copy_text(lines) + b"\0" + to_json(beside)

    def _line(self, given: Given, placing: Placing, keeps: bytes) -> Line:
        vault, name, disposition = self._vault, given.name, placing.disposition
        refused, outside, located = (
            disposition == "refused",
            disposition == "outside",
            disposition == "located",
        )
        known_by = not refused and not outside
        code, urgent, due_at, unknown = self._category(given.category)
        reasons = given.reasons + (["address_contradiction"] if placing.flagged else [])
        if unknown and known_by:
            reasons = [*reasons, "category_unknown"]
        if (outside or disposition == "doubtful") and placing.match != "decided":
            reasons = [*reasons, f"address_{placing.match}"]
        owner = self._owners.get(placing.area) if located else None
        document, phone = (given.document_key, given.phone) if not refused else ("", "")
        texts = (
            name,
            sort_key(name)[:120] if name and known_by else "",
            mask_number(given.document) if known_by else "",
            mask_phone(given.phone) if known_by else "",
            without_phones(given.address)[:300],
            building_of(given.address),
            _said(tuple(reasons)),
            to_json(placing.candidates).decode() if placing.candidates else "[]",
            to_json(given.known).decode() if given.known else "{}",
        )
        return texts, (
            str(given.number),
            disposition,
            given.document_kind,
            hexed(vault.fingerprint("document", document)) if document else NULL,
            hexed(vault.seal("document", given.document) if known_by else b""),
            "t" if given.document_checked else "f",
            hexed(vault.fingerprint("phone", phone)) if phone else NULL,
            hexed(vault.seal("phone", given.phone) if known_by else b""),
            given.sex,
            given.birth_date or NULL,
            str(placing.area),
            NULL if owner is None else str(owner),
            "t" if located and placing.area not in self._territory else "f",
            placing.match,
            "t" if placing.flagged else "f",
            code,
            urgent,
            due_at,
            hexed(keeps),
            NULL if placing.person is None else str(placing.person),
        )


@lru_cache(maxsize=4096)  # a handful of combinations, however many rows
def _said(reasons: tuple[str, ...]) -> str:
    return to_json(reasons).decode()
