"""The states of a roster, a leave and a swap."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class RosterStatus(StrEnum):
    """Where the plan of a week stands."""

    DRAFT = "draft"
    SOLVING = "solving"
    SOLVED = "solved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


R = RosterStatus
OPEN = (R.DRAFT, R.SOLVING, R.SOLVED)
EDITABLE = (R.DRAFT, R.SOLVED)

ROSTER = Lifecycle(
    RosterStatus,
    start=R.DRAFT,
    begin="plan",
    moves=[
        Move("solve", EDITABLE, R.SOLVING),
        Move("finish", (R.SOLVING,), R.SOLVED),
        Move("stop", (R.SOLVING,), R.DRAFT),
        Move("publish", EDITABLE, R.PUBLISHED, asks=("reason",)),
        Move("supersede", (R.PUBLISHED,), R.SUPERSEDED),
        Move("discard", EDITABLE, R.DISCARDED),
    ],
)


class LeaveStatus(StrEnum):
    """Where a leave stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


L = LeaveStatus

LEAVE = Lifecycle(
    LeaveStatus,
    start=L.REQUESTED,
    begin="request",
    moves=[
        Move("approve", (L.REQUESTED,), L.APPROVED),
        Move("refuse", (L.REQUESTED,), L.REFUSED, asks=("answer",)),
        Move("withdraw", (L.REQUESTED, L.APPROVED), L.WITHDRAWN),
    ],
)


class SwapStatus(StrEnum):
    """Where the swap of a shift stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    DECLINED = "declined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


S = SwapStatus

SWAP = Lifecycle(
    SwapStatus,
    start=S.OFFERED,
    begin="offer",
    moves=[
        Move("accept", (S.OFFERED,), S.ACCEPTED),
        Move("decline", (S.OFFERED,), S.DECLINED),
        Move("approve", (S.ACCEPTED,), S.APPROVED),
        Move("refuse", (S.ACCEPTED,), S.REFUSED, asks=("answer",)),
        Move("withdraw", (S.OFFERED, S.ACCEPTED), S.WITHDRAWN),
    ],
)
