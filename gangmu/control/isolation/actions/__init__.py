"""The moves of an order: software proposes, people decide; a door is opened for a doctor at any hour."""

from gangmu.control.isolation.actions.deciding import decide, decline
from gangmu.control.isolation.actions.proposing import Proposal, propose, propose_for
from gangmu.control.isolation.actions.watching import (
    Entry,
    back_from_medical,
    open_for_medical,
    record_reading,
)

__all__ = [
    "Entry",
    "Proposal",
    "back_from_medical",
    "decide",
    "decline",
    "open_for_medical",
    "propose",
    "propose_for",
    "record_reading",
]
