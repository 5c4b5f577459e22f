"""The moves of a task: each says who acts, carries a command id, and is decided by one conditional statement."""

from gangmu.casework.actions.background import close_released, fold_tally, recount_tally, tell_deadlines
from gangmu.casework.actions.claiming import claim, claiming, contact, open_return, unclaim
from gangmu.casework.actions.grounding import follow_ground, found_trio
from gangmu.casework.actions.handing import accept_handover, offer_handover, refuse_handover
from gangmu.casework.actions.merging import follow_merged
from gangmu.casework.actions.moving import Attempt, carried_out, carried_out_together
from gangmu.casework.actions.opening import NewTask, cancel, open_task, open_tasks
from gangmu.casework.actions.proving import keep_proof
from gangmu.casework.actions.reporting import Reported, report, report_away, reporting
from gangmu.casework.actions.reviewing import compare, release, return_
from gangmu.casework.actions.settling import settle

__all__ = [
    "Attempt",
    "NewTask",
    "Reported",
    "accept_handover",
    "cancel",
    "carried_out",
    "carried_out_together",
    "claim",
    "claiming",
    "close_released",
    "compare",
    "contact",
    "fold_tally",
    "follow_ground",
    "follow_merged",
    "found_trio",
    "keep_proof",
    "offer_handover",
    "open_return",
    "open_task",
    "open_tasks",
    "recount_tally",
    "refuse_handover",
    "release",
    "report",
    "report_away",
    "reporting",
    "return_",
    "settle",
    "tell_deadlines",
    "unclaim",
]
