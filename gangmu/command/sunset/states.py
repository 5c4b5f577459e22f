"""The states of the closing of an incident: at each step somebody with authority decides, and gives his reason."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class ClosingStatus(StrEnum):
    """Where the closing of an incident stands."""

    PREPARED = "prepared"  # the dry run is made: what would go, what would stay
    CALLED_OFF = "called_off"
    FROZEN = "frozen"  # no row of the incident can be written any more
    DESTROYING = "destroying"
    DESTROYED = "destroyed"


S = ClosingStatus
CLOSED = (S.FROZEN, S.DESTROYING, S.DESTROYED)

CLOSING = Lifecycle(
    ClosingStatus,
    start=S.PREPARED,
    begin="prepare",
    moves=[
        Move("call_off", (S.PREPARED,), S.CALLED_OFF, asks=("reason",)),
        Move("freeze", (S.PREPARED,), S.FROZEN, asks=("reason",)),
        Move("thaw", (S.FROZEN,), S.PREPARED, asks=("reason",)),
        Move("destroy", (S.FROZEN,), S.DESTROYING, asks=("reason", "backups_until")),
        Move("finish", (S.DESTROYING,), S.DESTROYED),
        Move("resume", (S.DESTROYED,), S.DESTROYING),  # what was kept until now goes too
    ],
)
