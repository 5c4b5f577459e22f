"""Where open tasks lie, as fine as it is known: what an even share of the work is reckoned from."""

from __future__ import annotations

from pathlib import Path

from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "reads.sql")


def open_by_place(scope: Scope) -> dict[int, int]:
    """Area → how many tasks are open there."""
    where = scope.jurisdiction
    given = {"lo": where.lo, "hi": where.hi, "holes": where.holes_literal}
    return dict(fetch(SQL["open_by_place"], given))
