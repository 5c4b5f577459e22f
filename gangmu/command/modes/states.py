"""The states of a plan for an emergency: worked out, looked at, carried out town by town or at once, taken back."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class PlanStatus(StrEnum):
    """Where a plan stands."""

    WORKING = "working"
    FAILED = "failed"
    DRAFTED = "drafted"
    CHECKED = "checked"
    ACTIVE = "active"
    PARTIAL = "partial"
    ENDED = "ended"
    DISCARDED = "discarded"


S = PlanStatus

LIFECYCLE = Lifecycle(
    PlanStatus,
    start=S.WORKING,
    begin="draft",
    moves=[
        Move("work_out", (S.WORKING,), S.DRAFTED),
        Move("fail", (S.WORKING,), S.FAILED),
        Move("check", (S.DRAFTED,), S.CHECKED),
        Move("activate", (S.CHECKED, S.PARTIAL), S.ACTIVE, asks=("reason",)),
        Move("activate_part", (S.CHECKED, S.PARTIAL), S.PARTIAL, asks=("towns", "reason")),
        Move("roll_back", (S.ACTIVE, S.PARTIAL), S.ENDED, asks=("reason",)),
        Move("roll_back_part", (S.ACTIVE, S.PARTIAL), S.PARTIAL, asks=("towns", "reason")),
        Move("discard", (S.WORKING, S.DRAFTED, S.CHECKED), S.DISCARDED),
    ],
)
