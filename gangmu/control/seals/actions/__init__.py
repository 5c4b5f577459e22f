"""The only writers of seals: devices and doors, what devices say, announcements, alarms."""

from gangmu.control.seals.actions.alarms import acknowledge, close, contact, settle, take_back
from gangmu.control.seals.actions.binding import ask, ask_removal, deny, hand_over, install, remove
from gangmu.control.seals.actions.hearing import forget, ingest, look_after, take_in
from gangmu.control.seals.actions.lending import give_back, register_devices
from gangmu.control.seals.actions.openings import announce_opening, call_off

__all__ = [
    "acknowledge",
    "announce_opening",
    "ask",
    "ask_removal",
    "call_off",
    "close",
    "contact",
    "deny",
    "forget",
    "give_back",
    "hand_over",
    "ingest",
    "install",
    "look_after",
    "register_devices",
    "remove",
    "settle",
    "take_back",
    "take_in",
]
