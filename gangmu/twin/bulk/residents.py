"""COPY of the synthetic residents into the register, through the vault, village by village; and reading of books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run
from gangmu.kernel.sqlfiles import statements
from gangmu.kernel.vault import mask_number, mask_phone, vault
from gangmu.twin.bulk.parts import owner, parts_of
from gangmu.twin.residents import Resident

SQL = statements(Path(__file__).parents[1] / "sql" / "residents.sql")
TABLES = ("register_person", "register_household", "register_presence")
"""With indexes that are put aside. Buildings are too few for that."""
BUILDING = ("id", "area", "name", "kind", "floors", "units")
PERSON = (
    "id", "name", "pinyin", "document_kind", "document_hash", "document_sealed", "document_mask", "phone_hash",
    "phone_sealed", "phone_mask", "sex", "birth_date", "created_at",
)  # fmt: skip
HOUSEHOLD = ("id", "area", "label", "building_id", "created_at")
PRESENCE = ("id", "area", "person_id", "household_id", "source", "address", "since")


def load_village(rows: Iterable[Resident], since: datetime) -> int:
    """Put a village's residents with household and presence into the register: all of them or none."""
    rows = list(rows)
    with transaction.atomic(), bulk_role():
        run("SET LOCAL synchronous_commit = off")  # what a crash takes back is loaded again
        copy_rows("register_person", PERSON, _persons(rows, since))
        firsts = ((row.house, row.area) for row in rows if row.number == row.house.first)
        copy_rows(
            "territory_building",
            BUILDING,
            ((h.first + 1, area, h.name, h.kind, h.floors, h.units) for h, area in firsts),
        )
        heads = (row for row in rows if row.number == row.head)
        copy_rows(
            "register_household",
            HOUSEHOLD,
            ((r.head + 1, r.area, r.door, r.house.first + 1, since) for r in heads),
        )
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


def place_houses() -> int:
    """Give the houses that have no position one; returns how many."""
    with transaction.atomic(), bulk_role():
        return run(SQL["place_houses"])


def under_way() -> bool:
    """Whether a build has begun and has not ended."""
    return bool(fetch(SQL["is_aside"])[0][0])


def put_aside() -> None:
    """Put the register's secondary indexes and references aside; done before, it changes nothing."""
    if under_way():
        return
    with transaction.atomic(using="owner"):
        owner(SQL["make_aside"])
        for part in parts_of(TABLES):
            owner(SQL["keep_aside"], part._asdict())
            owner(part.remove)


def put_back(last: int, jobs: int) -> None:
    """Build the indexes, check the references, and let new rows be numbered after `last`; `jobs` things at a time.

    Each comes back in a transaction of its own, so a build that is cut off here goes on with what is missing.
    """
    for locks, found in groupby(owner(SQL["aside"]), key=itemgetter(0)):
        with ThreadPoolExecutor(1 if locks else jobs) as pool:
            list(pool.map(_restore, [(place, statement, jobs) for _, place, statement in found]))
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(_tidy, TABLES))
    owner(SQL["advance"], {"last": last})
    owner(SQL["drop_aside"])


def _restore(one: tuple[int, str, int]) -> None:
    place, statement, jobs = one
    try:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            if jobs > 1:
                cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")
            # Row security binds the owner too, and what he does not see a reference would not check.
            whole = [table for table in TABLES if "FOREIGN KEY" in statement]
            for table in whole:
                cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(statement)
            for table in whole:
                cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            cursor.execute(SQL["is_back"], {"place": place})
    finally:
        connections["owner"].close()


def _tidy(table: str) -> None:
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        connections["owner"].close()
