"""The states of a seal on a door, and of an alarm: what a person must do before the next step."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move


class BindingStatus(StrEnum):
    """Where the seal of a door stands. Nobody gets one without his consent."""

    ASKED = "asked"
    DENIED = "denied"  # no consent, or no longer needed
    BOUND = "bound"
    IN_USE = "in_use"  # the trio has taken it over from the installer
    TO_REMOVE = "to_remove"
    REMOVED = "removed"


class AlarmStatus(StrEnum):
    """Where an alarm stands. A human records a breach, after he has spoken to somebody; nothing follows."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CONTACTED = "contacted"
    EXPLAINED = "explained"
    VISITED = "visited"
    FAULT = "fault"
    BREACH = "breach"
    CLOSED = "settled"


B, A = BindingStatus, AlarmStatus
ON_THE_DOOR = (B.BOUND, B.IN_USE, B.TO_REMOVE)
UNFINISHED = (B.ASKED, *ON_THE_DOOR)
BINDING = Lifecycle(
    BindingStatus,
    start=B.ASKED,
    begin="ask",
    moves=[
        Move("install", (B.ASKED,), B.BOUND, asks=("serial", "consent")),
        Move("deny", (B.ASKED,), B.DENIED, asks=("reason",)),
        Move("hand_over", (B.BOUND,), B.IN_USE),
        Move("ask_removal", (B.BOUND, B.IN_USE), B.TO_REMOVE),
        Move("remove", ON_THE_DOOR, B.REMOVED),
    ],
)

STANDING = (A.RAISED, A.ACKNOWLEDGED, A.CONTACTED)
"""Nobody has said yet what it was."""
JOINS = (A.RAISED, A.ACKNOWLEDGED)
"""What happens at the same door meanwhile belongs to this alarm."""
OUTCOMES = (A.EXPLAINED, A.VISITED, A.FAULT, A.BREACH)
ALARM = Lifecycle(
    AlarmStatus,
    start=A.RAISED,
    begin="raise",
    moves=[
        Move("acknowledge", (A.RAISED,), A.ACKNOWLEDGED),
        Move("contact", JOINS, A.CONTACTED, asks=("note",)),
        Move("explain", (*STANDING, A.VISITED), A.EXPLAINED, asks=("reason",)),
        Move("visit", STANDING, A.VISITED, asks=("reason",)),
        Move("fault", (*STANDING, A.VISITED), A.FAULT, asks=("reason",)),
        Move("record_breach", (A.CONTACTED, A.VISITED), A.BREACH, asks=("reason",)),
        Move("take_back", (A.BREACH,), A.EXPLAINED, asks=("reason",)),
        Move("close", OUTCOMES, A.CLOSED),
    ],
)
