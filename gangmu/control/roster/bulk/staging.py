"""From a line that was read to a line of the staging table."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic_core import to_json

from gangmu.control.intake.rules.doors import without_phones
from gangmu.control.roster.rules.residents import Reading
from gangmu.ground.register.rules import sort_key
from gangmu.kernel.bulk import NULL, Line, copy_text, hexed
from gangmu.kernel.vault import Vault, mask_number, mask_phone

COLUMNS = (
    "name", "pinyin", "document_mask", "phone_mask", "address",
    "number", "disposition", "document_kind", "document_hash", "document_sealed", "phone_hash", "phone_sealed", "sex",
    "birth_date", "area", "sealed",
)  # fmt: skip
SEX = {"male": "m", "female": "f"}
_NOBODY = ("none", NULL, hexed(b""), NULL, hexed(b""), "", NULL, "0")


def staged_text(readings: Iterable[Reading], vault: Vault) -> bytes:
    """Lines as COPY reads them, in the order of COLUMNS. Each carries its cells sealed: it may still be sent back."""
    return copy_text(_line(one, vault) for one in readings)


def _line(one: Reading, vault: Vault) -> Line:
    problems = [(p.field, p.code, p.value, list(p.params)) for p in one.problems]
    sealed = hexed(vault.seal_bytes("row", to_json({"cells": one.cells, "problems": problems})))
    if one.outcome or one.person is None:
        return ("",) * 5, (str(one.number), one.outcome, *_NOBODY, sealed)
    person, document, phone = one.person, one.person.document, one.person.phone
    name = person.name[:60]
    return (
        name,
        sort_key(name)[:120],
        mask_number(document.number),
        mask_phone(phone),
        without_phones(person.address)[:200] or str(one.area),
    ), (
        str(one.number),
        "placed",
        "none" if document.kind == "unknown" else str(document.kind),
        hexed(vault.fingerprint("document", document.key) if document.key else None),
        hexed(vault.seal("document", document.number)),
        hexed(vault.fingerprint("phone", phone) if phone else None),
        hexed(vault.seal("phone", phone)),
        SEX.get(person.sex or "", ""),
        str(person.birth_date or NULL),
        str(one.area),
        sealed,
    )
