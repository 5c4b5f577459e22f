"""What somebody found at the door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import allow, lost, move, stage
from gangmu.casework.models import Task
from gangmu.casework.rules import ReportForm, kind_of
from gangmu.casework.states import Status
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that was kept; `late` if a colleague's came first and this one lies beside the case."""

    report_id: int
    late: bool


def report(
    actor: Actor, command_id: UUID, task: Task, outcome: str, answers: Mapping[str, Any] | ReportForm
) -> Reported:
    """Report a task of one's own trio, claimed or not. The first report wins; a later one is kept as late.

    Refused: not_allowed, answers_invalid(errors), return_not_opened, other_team, not_found.
    """
    allow(policy.may_report(actor))
    kind = kind_of(task.kind)
    form = answers if isinstance(answers, ReportForm) else kind.read(outcome, answers)
    if task.status == Status.RETURNED and task.return_opened_at is None:
        raise Refused("return_not_opened")

    def do() -> list[Any]:
        row = move(
            "report",
            task,
            actor,
            command=command_id,
            outcome=outcome,
            answers=json.dumps(form.kept(), ensure_ascii=False),
            **stage(task, Status.REPORTED),
        )
        if row is None:
            raise lost(task, actor, "report")
        if not row[1]:
            kind.receive(actor, task, form)
        return list(row)

    return Reported(*once(actor, command_id, "casework.report", do))
