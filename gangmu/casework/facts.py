"""What happens to tasks that others may care about."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class TaskReleased(Fact, kind="casework.released"):
    """A report passed the last gate; `subject_id` is the task."""

    task_kind: str
    outcome: str
    person: int | None


@dataclass(frozen=True)
class TaskHandedOver(Fact, kind="casework.handed_over"):
    """Another territory accepted a task; `area` is the new one."""

    source_area: int


@dataclass(frozen=True)
class DeadlinePassed(Fact, kind="casework.deadline_passed"):
    """A level of the headrope was told that a stage is late; written by `sql/escalation.sql`."""

    stage: str
    level: str
