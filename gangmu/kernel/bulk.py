"""Set-based writing: COPY into a staging table, then SQL; under the role that row security does not bind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def bulk_role() -> Iterator[None]:
    """Run a part of the open transaction as gangmu_bulk, which bypasses row security. Only from `bulk.py`."""
    if not connection.in_atomic_block:
        raise RuntimeError("bulk work happens inside a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE gangmu_bulk")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")


def stage(table: str, columns: str) -> None:
    """Make a temporary staging table that disappears with the transaction; `columns` is SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows into a table that has no row security (a staging table, or as the bulk role); returns how many."""
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out,
    ):
        for row in rows:
            out.write_row(row)
            count += 1
    return count


def run(sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> int:
    """Run one statement of a `sql/` file; returns the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def fetch(sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run one query of a `sql/` file and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
