"""Everything that happened to a task, in order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "reads.sql")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `kind` is move, report, late_report, review, settled, handover, reassigned or told; `code` the move, outcome, gate,
    answer or level; `who` the colleague's name with his post, '' for the system; `data` what else the kind brings.
    """

    at: datetime
    kind: str
    code: str
    who: str
    text: str
    data: dict[str, Any]


def timeline(scope: Scope, task_id: int) -> list[Event]:
    """The events of a task, oldest first; empty for one that the scope does not see (row security decides)."""
    where = scope.jurisdiction
    rows = fetch(
        SQL["timeline"],
        {"task": task_id, "lo": where.lo, "hi": where.hi, "holes": where.holes_literal},
    )
    return [Event(at, kind, code, who, text, json.loads(data)) for at, kind, code, who, text, data in rows]
