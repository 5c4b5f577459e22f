"""COPY of the synthetic residents into the register, through the vault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from gangmu.ground.register.rules import sort_key
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, copy_rows, run, stage
from gangmu.kernel.sqlfiles import statements
from gangmu.kernel.vault import mask_number, mask_phone, vault
from gangmu.twin.people import Resident

SQL = statements(Path(__file__).parent / "sql" / "residents.sql")
COLUMNS = (
    "name", "pinyin", "document_hash", "document_sealed", "document_mask", "phone_hash", "phone_sealed",
    "phone_mask", "sex", "birth_date", "area", "household",
)  # fmt: skip
TYPES = (
    "name text, pinyin text, document_hash bytea, document_sealed bytea, document_mask text, phone_hash bytea,"
    " phone_sealed bytea, phone_mask text, sex text, birth_date date, area bigint, household text, place serial"
)


def load_residents(rows: Iterable[Resident]) -> dict[str, int]:
    """Put residents into the register with household and presence; loading them again changes nothing."""
    params = {"now": clock.now()}
    with transaction.atomic(), bulk_role():
        stage("staged_resident", TYPES)
        found = {"read": copy_rows("staged_resident", COLUMNS, _lines(rows))}
        run("ANALYZE staged_resident")
        for step in ("put_persons", "put_households", "put_presences"):
            found[step] = run(SQL[step], params)
        run("DROP TABLE staged_resident")
    return found


def _lines(rows: Iterable[Resident]) -> Iterator[tuple[Any, ...]]:
    safe = vault()
    for person, area, household in rows:
        phone = f"+86{person.phone}"
        yield (
            person.name, _pinyin(person.name), safe.fingerprint("document", f"resident_id:{person.document}"),
            safe.seal("document", person.document), mask_number(person.document),
            safe.fingerprint("phone", phone), safe.seal("phone", phone), mask_phone(phone),
            person.sex, person.birth_date, area, household,
        )  # fmt: skip


@lru_cache(maxsize=65536)
def _pinyin(name: str) -> str:
    return sort_key(name)[:120]
