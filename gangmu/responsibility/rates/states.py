"""The states of a week, of an objection, of a step of the ladder. Rules propose; a named human decides each move."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class WeekStatus(StrEnum):
    """Where a frozen week stands: open to objections, or settled: only then the ladder begins."""

    FROZEN = "frozen"
    SETTLED = "settled"


class ObjectionStatus(StrEnum):
    """Where an objection of a county stands."""

    RAISED = "raised"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class StepStatus(StrEnum):
    """Where a step of the ladder stands."""

    PROPOSED = "proposed"
    DROPPED = "dropped"
    CONFIRMED = "confirmed"  # the letters go out, an answer is due
    ANSWERED = "answered"  # all three posts have said what they change; it is to be checked
    APPEALED = "appealed"
    WITHDRAWN = "taken_back"
    CLOSED = "finished"


S = StepStatus

WEEK = Lifecycle(
    WeekStatus,
    start=WeekStatus.FROZEN,
    begin="freeze",
    moves=[Move("settle", (WeekStatus.FROZEN,), WeekStatus.SETTLED)],
)
OBJECTION = Lifecycle(
    ObjectionStatus,
    start=ObjectionStatus.RAISED,
    begin="raise",
    moves=[
        Move("uphold", (ObjectionStatus.RAISED,), ObjectionStatus.UPHELD, asks=("answer", "effect")),
        Move("reject", (ObjectionStatus.RAISED,), ObjectionStatus.REJECTED, asks=("answer",)),
        Move("withdraw", (ObjectionStatus.RAISED,), ObjectionStatus.WITHDRAWN),
    ],
)
STEP = Lifecycle(
    StepStatus,
    start=S.PROPOSED,
    begin="propose",
    moves=[
        Move("confirm", (S.PROPOSED,), S.CONFIRMED, asks=("reason",)),
        Move("drop", (S.PROPOSED,), S.DROPPED, asks=("reason",)),
        Move("answer", (S.CONFIRMED,), S.ANSWERED),
        Move("accept", (S.ANSWERED,), S.CLOSED, asks=("reason",)),
        Move("send_back", (S.ANSWERED,), S.CONFIRMED, asks=("reason",)),
        Move("appeal", (S.CONFIRMED, S.ANSWERED), S.APPEALED, asks=("reason",)),
        Move("grant", (S.APPEALED,), S.WITHDRAWN, asks=("reason",)),
        Move("dismiss", (S.APPEALED,), S.CONFIRMED, asks=("reason",)),
    ],
)
