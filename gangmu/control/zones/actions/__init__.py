"""The only writers of zones."""

from gangmu.control.zones.actions.counting import keep_counts
from gangmu.control.zones.actions.deciding import (
    declare,
    decline,
    happened,
    hold,
    lower,
    propose_due,
    revoke,
    take_back,
)
from gangmu.control.zones.actions.drawing import NewZone, control, redraw, set_apart
from gangmu.control.zones.actions.working import open_works

__all__ = [
    "NewZone",
    "control",
    "declare",
    "decline",
    "happened",
    "hold",
    "keep_counts",
    "lower",
    "open_works",
    "propose_due",
    "redraw",
    "revoke",
    "set_apart",
    "take_back",
]
