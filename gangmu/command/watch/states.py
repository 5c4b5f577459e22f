"""The states of a changeover: one side signs, then the other; nothing is signed by halves."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class ChangeoverStatus(StrEnum):
    """Where a handover of the watch stands."""

    DRAFTED = "drafted"
    HANDED = "handed"
    ACCEPTED = "accepted"


S = ChangeoverStatus

LIFECYCLE = Lifecycle(
    ChangeoverStatus,
    start=S.DRAFTED,
    begin="draft",
    moves=[
        Move("hand", (S.DRAFTED,), S.HANDED, asks=("notes",)),
        Move("reopen", (S.HANDED,), S.DRAFTED),
        Move("accept", (S.HANDED,), S.ACCEPTED, asks=("seen",)),
    ],
)
