"""Where a resident's need stands."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class NeedStatus(StrEnum):
    """A need waits for its answer, has it, or is none any more. Whoever is not content may be answered again."""

    VOICED = "voiced"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


NEED = Lifecycle(
    NeedStatus,
    start=NeedStatus.VOICED,
    begin="raise",
    moves=[
        Move("answer", (NeedStatus.VOICED,), NeedStatus.ANSWERED, asks=("text",)),
        Move("withdraw", (NeedStatus.VOICED,), NeedStatus.WITHDRAWN),
    ],
)
