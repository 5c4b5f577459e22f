"""What members carry, for whoever assigns: joined into rosters, repairs and plans by their pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements
from gangmu.support.welfare.rules import Load, load_of

SQL = statements(Path(__file__).parents[1] / "sql" / "loads.sql")


def loads(scope: Scope, user_ids: Iterable[int], at: datetime | None = None) -> dict[int, Load]:
    """User → what he has carried in the 7 and 28 days before a moment (now by default), one for each id given.

    With a moment ahead, shifts that are planned until then count. One query, whatever the number of users.
    """
    where = scope.jurisdiction
    given = {
        "users": list(user_ids),
        "at": at or clock.now(),
        "zone": str(clock.CIVIL),
        "lo": where.lo,
        "hi": where.hi,
        "holes": where.holes_literal,
    }
    return {row[0]: load_of(*row) for row in fetch(SQL["loads"], given)}
