"""The secondary indexes, unique constraints and references of tables: what is dear to keep while a city is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connections

from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "parts.sql")


class Part(NamedTuple):
    """One index (rank 0) or constraint (rank 1, it locks its table), and the statements that remove and restore it."""

    rank: int
    remove: str
    restore: str


def parts_of(tables: Sequence[str]) -> list[Part]:
    """The parts in the order in which they come back: of the indexes the slowest kind first."""
    return [Part(*row) for row in owner(SQL["parts"], {"tables": list(tables)})]


def owner(statement: str, given: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Run a statement as the owner of the tables; returns its rows, if it gives any."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall()) if cursor.description else []
