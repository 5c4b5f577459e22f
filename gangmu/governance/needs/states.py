"""Where a resident's need stands."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class NeedStatus(StrEnum):
    """A need waits for its answer, or has it. Whoever is not content says so, and may be answered again."""

    RAISED = "raised"
    ANSWERED = "answered"


NEED = Lifecycle(
    NeedStatus,
    start=NeedStatus.RAISED,
    begin="raise",
    moves=[Move("answer", (NeedStatus.RAISED,), NeedStatus.ANSWERED, asks=("text",))],
)
