"""Statements about persons beyond one's own scope: somebody found at a door may be known elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parent / "sql" / "door.sql")


def change(name: str, /, **params: Any) -> int:
    """Run one statement of `sql/door.sql` as the bulk role; returns the number of rows it touched."""
    with bulk_role():
        return run(SQL[name], params)


def find(name: str, /, **params: Any) -> tuple[Any, ...] | None:
    """The first row of one statement of `sql/door.sql`, run as the bulk role."""
    with bulk_role():
        rows = fetch(SQL[name], params)
    return rows[0] if rows else None
