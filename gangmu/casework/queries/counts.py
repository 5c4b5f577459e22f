"""How much is open, for home pages: capped, so that a city costs no more than a town."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gangmu.casework.states import STILL_OPEN
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "reads.sql")
CAP = 10_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tasks by status and how many of them are late; a number equal to CAP means 'that many or more'."""

    by_status: dict[str, int]
    late: dict[str, int]

    @property
    def open(self) -> int:
        """All that is still open."""
        return sum(self.by_status.values())

    @property
    def overdue(self) -> int:
        """All that is past its deadline."""
        return sum(self.late.values())


def count_open(scope: Scope, mine: bool = False) -> Counts:
    """Open tasks of the scope, or only those of the actor's own body."""
    where = scope.jurisdiction
    rows = fetch(
        SQL["count_mine" if mine else "count_open"],
        {
            "statuses": [str(s) for s in STILL_OPEN],
            "body": scope.actor.body_id,
            "lo": where.lo,
            "hi": where.hi,
            "holes": where.holes_literal,
            "now": clock.now(),
            "cap": CAP,
        },
    )
    return Counts({s: n for s, n, _ in rows if n}, {s: late for s, _, late in rows if late})
