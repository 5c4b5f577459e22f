"""The moves of an order: software proposes, people decide; a door is opened for a doctor at any hour."""

from gangmu.control.isolation.actions.asking import settle, take_over
from gangmu.control.isolation.actions.changing import change
from gangmu.control.isolation.actions.deciding import decide, decline
from gangmu.control.isolation.actions.going import go_through_day
from gangmu.control.isolation.actions.joining import follow_merged
from gangmu.control.isolation.actions.lifting import forget, lift, propose_lifts
from gangmu.control.isolation.actions.proposing import Proposal, propose, propose_for
from gangmu.control.isolation.actions.serving import check_home, read_notice, transfer
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
    "change",
    "check_home",
    "decide",
    "decline",
    "follow_merged",
    "forget",
    "go_through_day",
    "lift",
    "open_for_medical",
    "propose",
    "propose_for",
    "propose_lifts",
    "read_notice",
    "record_reading",
    "settle",
    "take_over",
    "transfer",
]
