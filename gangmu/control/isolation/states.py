"""The states of an order and the moves between them: software proposes, people decide, the organ that decided lifts."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class OrderStatus(StrEnum):
    """Where the order of one person stands."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    DECIDED = "decided"  # the notice is to be read to him
    RUNNING = "running"
    UNFIT = "unfit"  # his home does not meet the conditions: another level is proposed
    DUE = "due"  # its days are over and what must be settled is: lifting is proposed
    LIFTED = "lifted"
    JOINED = "joined"  # he is somebody else's, who is under an order already: that one goes on
    FORGOTTEN = "forgotten"


S = OrderStatus
IN_FORCE = (S.DECIDED, S.RUNNING, S.UNFIT, S.DUE)
LIVE = (S.PROPOSED, *IN_FORCE)
ENDED = (S.DECLINED, S.LIFTED, S.JOINED)

LIFECYCLE = Lifecycle(
    OrderStatus,
    start=S.PROPOSED,
    begin="propose",
    moves=[
        Move("decide", (S.PROPOSED,), S.DECIDED, asks=("anchor", "organ", "basis")),
        Move("decline", (S.PROPOSED,), S.DECLINED, asks=("reason",)),
        Move("read", (S.DECIDED,), S.RUNNING, asks=("to", "signed")),
        Move("find_unfit", (S.RUNNING,), S.UNFIT, asks=("unmet",)),
        Move("find_fit", (S.UNFIT,), S.RUNNING),
        Move("transfer", (S.UNFIT,), S.DECIDED, asks=("reason",)),
        Move("change", (S.RUNNING, S.UNFIT, S.DUE), S.DECIDED, asks=("level", "planned_end", "reason")),
        Move("propose_lift", (S.DECIDED, S.RUNNING, S.UNFIT), S.DUE),
        Move("lift", IN_FORCE, S.LIFTED, asks=("reason",)),
        Move("join", LIVE, S.JOINED),
        Move("forget", ENDED, S.FORGOTTEN),
    ],
)
