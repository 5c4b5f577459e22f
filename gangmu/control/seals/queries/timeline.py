"""One alarm with everything around it, by the device's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gangmu.control.seals.models import Alarm
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "reads.sql")


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing around an alarm. `kind`: event, opening, outing, move or told; `code`: which.

    `verdict` is what was made of an event, `arrived_at` when we learnt of it, `until` when an opening ended.
    """

    at: datetime
    kind: str
    code: str
    verdict: str
    arrived_at: datetime | None
    until: datetime | None
    who: str
    text: str


def timeline(scope: Scope, alarm: Alarm) -> list[Happened]:
    """What happened from an hour before an alarm to two hours after its last event, and all that was done about it.

    Empty for an alarm that the scope does not see (row security decides).
    """
    rows = fetch(SQL["timeline"], {"alarm": alarm.pk})
    return [Happened(*row) for row in rows]
