"""Statements about persons beyond one's own scope: somebody found at a door may be known elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.sqlfiles import statements

HERE = Path(__file__).parent / "sql"
SQL = statements(HERE / "door.sql") | statements(HERE / "merging.sql")


def change(name: str, /, **params: Any) -> int:
    """Run one statement of `sql/` as the bulk role; returns the number of rows it touched."""
    with bulk_role():
        return run(SQL[name], params)


def find(name: str, /, **params: Any) -> tuple[Any, ...] | None:
    """The first row of one statement of `sql/`, run as the bulk role."""
    rows = find_all(name, **params)
    return rows[0] if rows else None


def find_all(name: str, /, **params: Any) -> list[tuple[Any, ...]]:
    """All rows of one statement of `sql/`, run as the bulk role."""
    with bulk_role():
        return fetch(SQL[name], params)
