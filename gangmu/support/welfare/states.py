"""The states of what is owed to members: a visit, and thanks."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class VisitStatus(StrEnum):
    """Where a visit to an injured or ill member stands. Nobody is visited against his wish."""

    OWED = "owed"
    PAID = "paid"
    WAIVED = "waived"


class CommendationStatus(StrEnum):
    """Where a proposal stands: somebody proposes, somebody else decides."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


V, C = VisitStatus, CommendationStatus

VISIT = Lifecycle(
    VisitStatus,
    start=V.OWED,
    begin="owe",
    moves=[
        Move("pay", (V.OWED,), V.PAID, asks=("paid_on",)),
        Move("waive", (V.OWED,), V.WAIVED, asks=("note",)),
    ],
)
COMMENDATION = Lifecycle(
    CommendationStatus,
    start=C.PROPOSED,
    begin="propose",
    moves=[
        Move("approve", (C.PROPOSED,), C.APPROVED),
        Move("decline", (C.PROPOSED,), C.DECLINED, asks=("answer",)),
        Move("withdraw", (C.PROPOSED,), C.WITHDRAWN),
    ],
)
