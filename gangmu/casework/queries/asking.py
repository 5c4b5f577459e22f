"""What the rules of its incident ask about a task, beyond the form of its kind: questions, proof."""

from __future__ import annotations

from typing import Any

from gangmu.casework.models import Task
from gangmu.casework.rules import ReportForm, asking, kind_of
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.incidents.rules import Proof, Question, Strict, answers_to
from gangmu.kernel.lifecycle import Refused


def questions_of(task: Task) -> tuple[Question, ...]:
    """The questions of the task's category whose answers no list has brought, in the pack's order."""
    return pack_of(task.incident).open_questions(task.category, facts_of(task))


def facts_of(task: Task) -> dict[str, Any]:
    """What the lists have brought, by the code of the question that it answers."""
    return {"address": task.address, **task.known}


def asked_of(task: Task, insist: bool = True) -> type[Strict]:
    """The form of these questions: what stands in `asked` of a report of the task.

    Nobody can `insist` on an answer from whoever does not see the task any more.
    """
    return answers_to(questions_of(task), insist)


def proofs_asked(task: Task, outcome: str) -> tuple[Proof, ...]:
    """What a report with this outcome may have to prove."""
    return pack_of(task.incident).proofs_of(task.kind, outcome)


def form_of(task: Task, outcome: str, insist: bool = True) -> type[ReportForm]:
    """The whole form of an outcome: that of the task's kind, with what the rules of the incident ask besides.

    Refused('answers_invalid') for an outcome that the kind does not have.
    """
    forms = kind_of(task.kind).forms
    if outcome not in forms:
        raise Refused("answers_invalid", errors=[("outcome", "literal_error", {})])
    return asking(forms[outcome], asked_of(task, insist), proofs_asked(task, outcome))
