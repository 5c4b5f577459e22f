"""What the instance has about pushes, for the twin's own book to be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "books.sql")


def books(pushes: Sequence[int]) -> dict[str, list[tuple[Any, ...]]]:
    """What the instance has about these pushes: `rows`, `tasks` and the facts `settled`, as `sql/books.sql` says."""
    with transaction.atomic(), bulk_role():
        return {name: fetch(SQL[name], {"pushes": list(pushes)}) for name in ("rows", "tasks", "settled")}
