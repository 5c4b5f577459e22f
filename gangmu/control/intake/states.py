"""The states of a batch: a file is read and shown before anything is committed."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class BatchStatus(StrEnum):
    """Where a pushed file stands."""

    UPLOADED = "uploaded"
    READY = "ready"
    QUEUED = "queued"
    DONE = "done"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


S = BatchStatus

LIFECYCLE = Lifecycle(
    BatchStatus,
    start=S.UPLOADED,
    begin="upload",
    moves=[
        Move("prepare", (S.UPLOADED, S.READY), S.READY, asks=("mapping",)),
        Move("reject", (S.UPLOADED, S.READY, S.QUEUED), S.REJECTED, asks=("problem",)),
        Move("commit", (S.READY,), S.QUEUED),
        Move("cancel", (S.QUEUED,), S.READY),
        Move("finish", (S.QUEUED,), S.DONE),
        Move("withdraw", (S.UPLOADED, S.READY), S.WITHDRAWN),
    ],
)
