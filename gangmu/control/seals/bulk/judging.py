"""Verdicts, doors left open, devices gone silent, and the ladder of who is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.seals.rules import limits
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "judging.sql")
BATCH = 5_000


class Raised(NamedTuple):
    """A new alarm."""

    id: int
    area: int
    kind: str


class Outage(NamedTuple):
    """Devices of a vendor on a county's ground that fell silent at once."""

    vendor: str
    area: int
    devices: int


def _given() -> dict[str, Any]:
    rule = limits()
    return {
        "now": clock.now(), "most": BATCH, "in_force": [str(s) for s in IN_FORCE],
        "bounce": timedelta(seconds=rule.bounce_seconds), "fresh": timedelta(minutes=rule.fresh_minutes),
        "grace": timedelta(minutes=rule.grace_minutes), "medical": timedelta(hours=rule.medical_hours),
        "left_open": timedelta(minutes=rule.left_open_minutes), "silent": timedelta(minutes=rule.silent_minutes),
        "visit": timedelta(minutes=rule.visit_minutes), "share": rule.outage_share, "least": rule.outage_least,
        "first": timedelta(minutes=next(iter(rule.ladder.values()))),
        "levels": list(rule.ladder), "waits": list(rule.ladder.values()),
    }  # fmt: skip


def judge() -> tuple[int, list[Raised]]:
    """Give a batch of events their verdicts; how many, and the new alarms."""
    with bulk_role():
        # After a surge the tables are larger than the planner knows: a walk along an index is good for any size.
        run("SET LOCAL enable_seqscan = off")
        run(SQL["weigh"], _given())
        run("ANALYZE weighed")
        raised = fetch(SQL["raise"], _given())
        judged = run(SQL["judge"], _given())
        run("DROP TABLE weighed")
        run("SET LOCAL enable_seqscan = on")
    return judged, [Raised(*row) for row in raised]


def look() -> list[Outage]:
    """Note doors that stand open too long and devices that fell silent; returns the outages of vendors."""
    with bulk_role():
        run(SQL["left_open"], _given())
        return [Outage(*row) for row in fetch(SQL["silent"], _given())]


def escalate(actor: str) -> int:
    """Tell the next level of every alarm that is due; how many were told."""
    with bulk_role():
        told = fetch(SQL["escalate"], {**_given(), "actor": actor})
    return sum(level is not None for (level,) in told)


def forget(before: datetime) -> int:
    """Forget what could not be read before a moment, and the doors of orders that are forgotten; how many both were."""
    with bulk_role():
        return run(SQL["forget"], {"before": before}) + run(SQL["forget_doors"], {})
