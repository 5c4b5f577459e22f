"""Where a resident's need stands."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class NeedStatus(StrEnum):
    """A need waits for its answer, or has it. Whoever is not content says so, and may be answered again."""

    VOICED = "voiced"
    ANSWERED = "answered"


NEED = Lifecycle(
    NeedStatus,
    start=NeedStatus.VOICED,
    begin="raise",
    moves=[Move("answer", (NeedStatus.VOICED,), NeedStatus.ANSWERED, asks=("text",))],
)
