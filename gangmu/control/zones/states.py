"""The states of a zone. Software proposes that one may fall; only a human lets it fall, or lifts it."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class ZoneStatus(StrEnum):
    """Where a zone stands. `temporary`: its ground is controlled, the decision is awaited; days count already."""

    TEMPORARY = "temporary"
    DECLARED = "declared"
    PROPOSED = "proposed"
    LIFTED = "lifted"


S = ZoneStatus
LIVING = (S.TEMPORARY, S.DECLARED, S.PROPOSED)

ZONE = Lifecycle(
    ZoneStatus,
    start=S.TEMPORARY,
    begin="control",
    moves=[
        Move("declare", (S.TEMPORARY,), S.DECLARED),
        Move("propose", (S.DECLARED,), S.PROPOSED),
        Move("restart", (S.PROPOSED,), S.DECLARED),
        Move("decline", (S.PROPOSED,), S.DECLARED, asks=("reason",)),
        Move("lower", (S.PROPOSED,), S.DECLARED),
        Move("lift", (S.PROPOSED,), S.LIFTED),
        Move("revoke", LIVING, S.LIFTED, asks=("reason",)),
    ],
)
