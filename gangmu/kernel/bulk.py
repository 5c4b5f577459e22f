"""Set-based writing: COPY into a staging table, then SQL; under the role that row security does not bind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from psycopg import Cursor, DataError, OperationalError
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

NULL, _TAB = "\\N", "\t"
Line = tuple[Sequence[str], Sequence[str]]
"""A row for `copy_text`: its texts, and what needs no escape."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@contextmanager
def bulk_role() -> Iterator[None]:
    """Run a part of the open transaction as gangmu_bulk, which bypasses row security.

    From a domain's `bulk`, or an action that writes what nobody's eyes can see: counts, deadlines, other territories.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("bulk work happens inside a transaction")
    before = fetch("SELECT current_setting('role'), set_config('role', 'gangmu_bulk', true)")[0][0]
    try:
        yield
    finally:
        # A transaction that has failed takes no more statements; its rollback gives the role back.
        if connection.connection.info.transaction_status != TransactionStatus.INERROR:
            fetch("SELECT set_config('role', %s, true)", [before])


def stage(table: str, columns: str) -> None:
    """Make a temporary staging table that disappears with the transaction; `columns` is SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows into a table that has no row security (a staging table, or as the bulk role); returns how many.

    Any text may be in them but the character NUL, which PostgreSQL cannot keep: ValueError with row (from 1) and
    column. The rows are consumed one by one, so a generator of any length needs little memory.
    """
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out,
    ):
        for count, row in enumerate(rows, start=1):
            try:
                out.write_row(row)
            except DataError:
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, str) and "\0" in value:
                        raise ValueError(f"row {count}, {column}: text with the character NUL") from None
                raise
    return count


def copy_text(rows: Iterable[Line]) -> bytes:
    """Rows as the text that COPY reads, made where no connection is.

    Each is first its texts, whatever they hold, and then what holds no sign that means something to COPY: numbers,
    dates, codes, `hexed` bytes, NULL. ValueError for text with the character NUL, which PostgreSQL cannot keep.
    """
    lines: list[bytes] = []
    for texts, plain in rows:
        # Texts are wide, all else is ASCII: encoded apart, that is a mere copy.
        lines += (_escaped(texts).encode(), f"\t{_TAB.join(plain)}\n".encode())
    text = b"".join(lines)
    if b"\0" in text:
        raise ValueError("text with the character NUL")
    return text


def hexed(value: bytes | None) -> str:
    """Bytes, or NULL, as `copy_text` wants them."""
    return NULL if value is None else f"\\\\x{value.hex()}"


def _escaped(texts: Sequence[str]) -> str:
    line = _TAB.join(texts)
    # A sign that means something to COPY is rare: the whole line is looked at, not every text.
    if "\\" in line or "\n" in line or "\r" in line or line.count(_TAB) >= len(texts):
        line = _TAB.join(text.translate(_ESCAPES) for text in texts)
    return line


def copy_pieces(table: str, columns: Sequence[str], pieces: Iterable[bytes]) -> None:
    """COPY what `copy_text` has made into a table that has no row security."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out,
    ):
        for piece in pieces:
            out.write(piece)


def run(sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> int:
    """Run one statement of a `sql/` file; returns the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def run_binary(sql: str, params: Sequence[Any]) -> int:
    """The same for a statement with large bytes, written `%b`: they travel as they are, not as text twice as long."""
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def fetch(sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run one query of a `sql/` file and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def ask(sql: str, *params: str) -> list[Any]:
    """The columns of the one row that a statement gives, each JSON; parameters are texts, `%s` in the statement.

    For what is asked by the hundred each second, a function of the database above all: outside a transaction it goes to
    the server without a cursor, as a transaction of its own, with a quarter of the work of Python. Text with the
    character NUL is refused (ValueError, or the database's own error).
    """
    database = connections[DEFAULT_DB_ALIAS]  # asked of once, not for each of its attributes
    if database.in_atomic_block or database.execute_wrappers or database.queries_logged:
        ((*row,),) = fetch(sql, params)
    else:
        if any("\0" in text for text in params):
            raise ValueError("text with the character NUL")  # libpq would end it there
        row = _asked(database, _numbered(sql), [text.encode() for text in params])
    return [None if text is None else json.loads(text) for text in row]


@cache
def _numbered(sql: str) -> bytes:
    """The statement with the parameters that PostgreSQL itself knows: $1, $2, …"""
    first, *others = sql.split("%s")
    return "".join([first, *(f"${n}{text}" for n, text in enumerate(others, start=1))]).encode()


def _asked(database: Any, sql: bytes, params: list[bytes]) -> list[bytes | None]:
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        line = database.connection.pgconn
        found = line.exec_params(sql, params)
        if line.status != ConnStatus.OK:
            raise OperationalError(found.get_error_message())
        if found.status != ExecStatus.TUPLES_OK:
            raise error_from_result(found)
    return [found.get_value(0, column) for column in range(found.nfields)]


def streamed(rows: models.QuerySet[Any], size: int = 2000) -> Iterator[tuple[Any, ...]]:
    """The rows of a `values_list` query set through a cursor of the server: flat in memory at both ends.

    The server is asked for the next `size` rows while those before are worked on. Values come as PostgreSQL gives them
    (JSON as text). Other queries may run between two rows. The plan is made for reading to the end, not for a quick
    first row; row security holds as for any read.
    """
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    run("SET LOCAL cursor_tuple_fraction = 1")
    with connection.chunked_cursor() as cursor, ThreadPoolExecutor(1) as ahead:
        cursor.execute(sql, params)
        found = cursor.fetchmany(size)
        while found:
            following = ahead.submit(cursor.fetchmany, size)
            yield from found
            found = following.result()
