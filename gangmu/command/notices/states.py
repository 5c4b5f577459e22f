"""The states of a delivery, and of a proposed change of the notice matrix."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class DeliveryStatus(StrEnum):
    """Where one notice stands on one channel."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


D = DeliveryStatus

# `sent`: the other side has taken it. `delivered`: it is known to have arrived, or its reader has opened it.
DELIVERY = Lifecycle(
    DeliveryStatus,
    start=D.QUEUED,
    begin="queue",
    moves=[
        Move("send", (D.QUEUED,), D.SENT),
        Move("deliver", (D.QUEUED, D.SENT), D.DELIVERED),
        Move("give_up", (D.QUEUED,), D.FAILED),
        Move("resend", (D.FAILED,), D.QUEUED),
    ],
)


class ChangeStatus(StrEnum):
    """Where a proposed change of a row of the matrix stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"


C = ChangeStatus

CHANGE = Lifecycle(
    ChangeStatus,
    start=C.PROPOSED,
    begin="propose",
    moves=[
        Move("approve", (C.PROPOSED,), C.APPROVED),
        Move("refuse", (C.PROPOSED,), C.REFUSED),
        Move("end", (C.PROPOSED, C.APPROVED), C.ENDED),
    ],
)
