"""The states of an import: a file is read and shown before anything is taken in; it may stop and go on."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class ImportStatus(StrEnum):
    """Where a file of residents stands."""

    UPLOADED = "uploaded"
    READY = "ready"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


S = ImportStatus

LIFECYCLE = Lifecycle(
    ImportStatus,
    start=S.UPLOADED,
    begin="upload",
    moves=[
        Move("prepare", (S.UPLOADED, S.READY), S.READY, asks=("mapping",)),
        Move("reject", (S.UPLOADED, S.READY), S.REJECTED, asks=("problem",)),
        Move("start", (S.READY,), S.RUNNING),
        Move("stop", (S.RUNNING,), S.STOPPED),
        Move("resume", (S.STOPPED,), S.RUNNING),
        Move("finish", (S.RUNNING,), S.DONE),
        Move("withdraw", (S.UPLOADED, S.READY, S.STOPPED), S.WITHDRAWN),
    ],
)
