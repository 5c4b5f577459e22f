"""The only writers of intake: pushes (`push`) and the desk of doubtful rows (`desk`)."""

from gangmu.control.intake.actions.desk import decide_identity, decide_outside, decide_place, refuse_row
from gangmu.control.intake.actions.push import (
    cancel,
    commit,
    fail,
    give_back,
    prepare,
    process,
    upload,
    withdraw,
)
from gangmu.control.intake.actions.slots import declare_empty, open_slots

__all__ = [
    "cancel",
    "commit",
    "decide_identity",
    "decide_outside",
    "decide_place",
    "declare_empty",
    "fail",
    "give_back",
    "open_slots",
    "prepare",
    "process",
    "refuse_row",
    "upload",
    "withdraw",
]
