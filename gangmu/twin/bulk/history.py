"""A month of work, set by set, in one transaction of the owner of the tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from gangmu.casework.states import TALLY
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.sqlfiles import statements
from gangmu.twin.bulk.parts import owner, parts_of

SQL = statements(Path(__file__).parents[1] / "sql" / "history.sql")
TABLES = (
    "register_presence",
    "intake_batch",
    "intake_row",
    "casework_task",
    "casework_task_transition",
    "casework_report",
    "casework_review",
    "casework_timer",
    "kernel_fact",
)
"""What is written."""
READ = ("register_person", "register_household")
COUNTED = TALLY.into
STEPS = (
    "spots", "made", "presences", "slots", "batches", "tasks", "rows", "steps", "history", "reports", "reviews",
    "timers", "facts", "advance",
)  # fmt: skip


class Month(NamedTuple):
    """What was done: so many tasks, of which so many are open, for the first `people` of the register.

    They came with pushes at these moments, in one incident, in one category of its pack.
    """

    tasks: int
    open: int
    people: int
    slots: list[datetime]
    incident: int
    category: str


def has_worked() -> bool:
    """Whether a list was pushed in the city already."""
    with transaction.atomic(), bulk_role():
        return bool(fetch(SQL["has_worked"])[0][0])


def load_month(month: Month, say: Callable[[str], Any]) -> None:
    """Write it all or nothing, telling each step; every index, reference and trigger is there again in the end."""
    given = {**month._asdict(), "zone": str(clock.CIVIL)}
    with transaction.atomic(using="owner"):
        owner("SET LOCAL maintenance_work_mem = '512MB'")
        owner("SET LOCAL work_mem = '256MB'")
        # Row security binds the owner too, and what he does not see he could neither read nor check.
        forced = [table for (table,) in owner(SQL["forced"], {"tables": [*TABLES, *READ, COUNTED]})]
        for table in forced:
            owner(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        for table in TABLES:
            owner(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        parts = parts_of(TABLES)
        for part in reversed(parts):
            owner(part.remove)
        for name in STEPS:
            say(name)
            owner(SQL[name], given)
        owner(TALLY.recounting, {"today": clock.today()})
        for part in parts:
            say(part.restore)
            owner(part.restore)
        for table in TABLES:
            owner(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for table in forced:
            owner(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for table in (*TABLES, COUNTED):
        say(f"VACUUM {table}")
        owner(f"VACUUM (ANALYZE) {table}")
