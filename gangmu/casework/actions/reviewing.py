"""The two gates: a second person compares, a third releases; either returns with a reason."""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import (
    SQL,
    allow,
    attempt,
    carried_out,
    gates_of,
    needs_reason,
    refuse,
    stage,
    who,
)
from gangmu.casework.facts import TaskReleased
from gangmu.casework.models import Task
from gangmu.casework.rules import COMPARE, RELEASE, gate_at
from gangmu.casework.states import LIFECYCLE, Status
from gangmu.kernel.bulk import fetch
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered


def compare(actor: Actor, command_id: UUID, task: Task) -> None:
    """Say that a report agrees with what the laboratory found. Refused also: own_work."""
    allow(policy.may_compare(actor))
    _review(actor, command_id, task, "compare", COMPARE, Status.COMPARED)


def release(actor: Actor, command_id: UUID, task: Task) -> None:
    """Let a report go out; the task is then closed in the background. Refused also: own_work."""
    allow(policy.may_release(actor))
    _review(actor, command_id, task, "release", RELEASE, Status.RELEASED)


def return_(actor: Actor, command_id: UUID, task: Task, reason: str) -> None:
    """Send a report back to the trio that wrote it, with a reason that it must open before reporting again."""
    gate = gate_at(task.status, gates_of(task))
    allow(policy.may_compare(actor) if gate == COMPARE else policy.may_release(actor))
    _review(actor, command_id, task, "return", gate, Status.RETURNED, needs_reason(reason))


def _review(
    actor: Actor, command_id: UUID, task: Task, name: str, gate: str | None, target: Status, reason: str = ""
) -> None:
    LIFECYCLE.check(name, task.status)
    if gate is None or gate_at(task.status, gates_of(task)) != gate:
        raise Refused("move_not_possible", move=name, status=task.status)

    def leave(outcome: str) -> None:
        record(actor, TaskReleased(task.pk, task.area, task.kind, outcome, task.person_id))

    carried_out(
        actor,
        attempt(
            name,
            task,
            actor,
            command_id,
            "review",
            won=lambda _outcome: None,
            lost=lambda: _lost(task, actor, name),
            further=leave if target == Status.RELEASED else None,
            move=name,
            gate=gate,
            status=task.status,
            target=target,
            passed=name != "return",
            reason=reason,
            **stage(task, target),
        ),
    )


def _lost(task: Task, actor: Actor, name: str) -> NoReturn:
    with entered(Scope.of(actor)):
        (own,) = fetch(SQL["own_work"], {"task": task.pk, **who(actor)})
    if own[0]:
        raise Refused("own_work")
    refuse(task, actor, name)
