"""The loop 闭环: the states of a task and the moves between them."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move
from gangmu.kernel.tally import Tally


class Status(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    REPORTED = "reported"
    COMPARED = "compared"
    RETURNED = "returned"
    OFFERED = "offered"
    RELEASED = "released"
    CLOSED = "closed"
    CANCELLED = "cancelled"


S = Status
WITH_TRIO = (S.OPEN, S.CLAIMED, S.RETURNED)
AT_A_GATE = (S.REPORTED, S.COMPARED)
STILL_OPEN = (S.OPEN, S.CLAIMED, S.REPORTED, S.COMPARED, S.RETURNED, S.OFFERED)

LIFECYCLE = Lifecycle(
    Status,
    start=S.OPEN,
    moves=[
        Move("claim", (S.OPEN,), S.CLAIMED),
        Move("unclaim", (S.CLAIMED,), S.OPEN),
        Move("report", (S.OPEN, S.CLAIMED, S.RETURNED), S.REPORTED, asks=("outcome", "answers")),
        Move("compare", (S.REPORTED,), S.COMPARED),
        Move("release", (S.REPORTED, S.COMPARED), S.RELEASED),
        Move("return", (S.REPORTED, S.COMPARED), S.RETURNED, asks=("reason",)),
        Move("offer", WITH_TRIO, S.OFFERED, asks=("area", "reason")),
        Move("accept", (S.OFFERED,), S.OPEN),
        Move("refuse", (S.OFFERED,), S.RETURNED, asks=("reason",)),
        Move("close", (S.RELEASED,), S.CLOSED),
        Move("cancel", (*WITH_TRIO, S.OFFERED), S.CANCELLED, asks=("reason",)),
    ],
)

# What the database counts of tasks, by comprehensive grid, incident and day of release (ADR 14).
TALLY = Tally(
    table="casework_task",
    into="casework_tasktally",
    by={"area": "area / 1000 * 1000", "incident_id": "incident_id", "day": "released_on"},
    counts={**{str(status): f"status = '{status}'" for status in Status}, "late": "late"},
    day="day",
)
