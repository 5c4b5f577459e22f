"""Cases: tasks, reports, gates, hand-overs, deadlines."""

from gangmu.casework.models.moves import Escalation, Handover, Reassignment, Timer
from gangmu.casework.models.proofs import ProofPart
from gangmu.casework.models.reports import Report, Review, Settlement
from gangmu.casework.models.tasks import Task, TaskTally

__all__ = [
    "Escalation",
    "Handover",
    "ProofPart",
    "Reassignment",
    "Report",
    "Review",
    "Settlement",
    "Task",
    "TaskTally",
    "Timer",
]
