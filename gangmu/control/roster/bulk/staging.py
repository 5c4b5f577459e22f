"""From a line that was read to a line of the staging table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from gangmu.control.intake.rules.doors import without_phones
from gangmu.control.roster.rules.residents import Reading
from gangmu.ground.register.rules import sort_key
from gangmu.kernel.bulk import copy_text
from gangmu.kernel.vault import Vault, mask_number, mask_phone

COLUMNS = (
    "number", "disposition", "name", "pinyin", "document_kind", "document_hash", "document_sealed", "document_mask",
    "phone_hash", "phone_sealed", "phone_mask", "sex", "birth_date", "area", "address", "sealed",
)  # fmt: skip
SEX = {"male": "m", "female": "f"}
_NOBODY = ("", "", "none", None, b"", "", None, b"", "", "", None, "0", "")


def staged_text(readings: Iterable[Reading], vault: Vault) -> bytes:
    """Lines as COPY reads them, in the order of COLUMNS. Each carries its cells sealed: it may still be sent back."""
    return copy_text(_line(one, vault) for one in readings)


def _line(one: Reading, vault: Vault) -> tuple[Any, ...]:
    problems = [(p.field, p.code, p.value, list(p.params)) for p in one.problems]
    sealed = vault.seal_bytes("row", to_json({"cells": one.cells, "problems": problems}))
    if one.outcome or one.person is None:
        return (str(one.number), one.outcome, *_NOBODY, sealed)
    person, document, phone = one.person, one.person.document, one.person.phone
    name = person.name[:60]
    return (
        str(one.number),
        "placed",
        name,
        sort_key(name)[:120],
        "none" if document.kind == "unknown" else str(document.kind),
        vault.fingerprint("document", document.key) if document.key else None,
        vault.seal("document", document.number),
        mask_number(document.number),
        vault.fingerprint("phone", phone) if phone else None,
        vault.seal("phone", phone),
        mask_phone(phone),
        SEX.get(person.sex or "", ""),
        person.birth_date,
        str(one.area),
        without_phones(person.address)[:200] or str(one.area),
        sealed,
    )
