"""COPY of the synthetic residents into the register, through the vault, village by village; and reading of books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run
from gangmu.kernel.sqlfiles import statements
from gangmu.kernel.vault import mask_number, mask_phone, vault
from gangmu.twin.residents import Resident

SQL = statements(Path(__file__).parent / "sql" / "residents.sql")
BOOKS = statements(Path(__file__).parent / "sql" / "books.sql")
TABLES = ("register_person", "register_household", "register_presence")
PERSON = (
    "id", "name", "pinyin", "document_kind", "document_hash", "document_sealed", "document_mask", "phone_hash",
    "phone_sealed", "phone_mask", "sex", "birth_date", "created_at",
)  # fmt: skip
HOUSEHOLD = ("id", "area", "label", "created_at")
PRESENCE = ("id", "area", "person_id", "household_id", "source", "address", "since")


def load_village(rows: Iterable[Resident], since: datetime) -> int:
    """Put a village's residents with household and presence into the register: all of them or none."""
    rows = list(rows)
    with transaction.atomic(), bulk_role():
        run("SET LOCAL synchronous_commit = off")  # what a crash takes back is loaded again
        copy_rows("register_person", PERSON, _persons(rows, since))
        heads = (row for row in rows if row.number == row.head)
        copy_rows("register_household", HOUSEHOLD, ((r.head + 1, r.area, r.door, since) for r in heads))
        copy_rows(
            "register_presence",
            PRESENCE,
            ((r.number + 1, r.area, r.number + 1, r.head + 1, "register", r.door, since) for r in rows),
        )
    return len(rows)


def _persons(rows: Iterable[Resident], since: datetime) -> Iterator[tuple[Any, ...]]:
    seal, fingerprint = vault().seal, vault().fingerprint
    for row in rows:
        phone = f"+86{row.phone}"
        yield (
            row.number + 1, row.name, row.pinyin, "resident_id",
            fingerprint("document", f"resident_id:{row.document}"), seal("document", row.document),
            mask_number(row.document), fingerprint("phone", phone), seal("phone", phone), mask_phone(phone),
            row.sex, row.birth_date, since,
        )  # fmt: skip


def loaded(first: Iterable[int]) -> set[int]:
    """Which of these residents, by number, the register holds already."""
    with transaction.atomic(), bulk_role():
        return {row[0] - 1 for row in fetch(SQL["loaded"], {"first": [number + 1 for number in first]})}


def registered() -> int:
    """How many persons the register holds, of whatever origin."""
    with transaction.atomic(), bulk_role():
        return int(fetch(SQL["count"])[0][0])


def under_way() -> bool:
    """Whether a build has begun and has not ended."""
    return bool(fetch(SQL["is_aside"])[0][0])


def put_aside() -> None:
    """Put the register's secondary indexes and references aside; done before, it changes nothing."""
    if under_way():
        return
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(SQL["make_aside"])
        cursor.execute(SQL["put_aside"], {"tables": list(TABLES)})
        cursor.execute(SQL["aside"])
        for remove, _ in cursor.fetchall():
            cursor.execute(remove)


def put_back(last: int) -> None:
    """Build the indexes, check the references, and let new rows be numbered after `last`."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for table in TABLES:
            # Row security binds the owner too, and what he does not see he would not check.
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(SQL["aside"])
        for _, restore in cursor.fetchall():
            cursor.execute(restore)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        cursor.execute(SQL["advance"], {"last": last})
        cursor.execute(SQL["drop_aside"])
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def books(pushes: Sequence[int]) -> dict[str, list[tuple[Any, ...]]]:
    """What the instance has about these pushes: `rows`, `tasks` and the facts `settled`, as `sql/books.sql` says."""
    with transaction.atomic(), bulk_role():
        return {name: fetch(BOOKS[name], {"pushes": list(pushes)}) for name in ("rows", "tasks", "settled")}
