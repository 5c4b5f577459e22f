"""What the rules of its incident ask about the person of a task, beyond the form of its kind."""

from __future__ import annotations

from typing import Any

from gangmu.casework.models import Task
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.incidents.rules import Question, Strict, answers_to


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
