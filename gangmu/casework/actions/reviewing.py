"""The two gates: a second person compares, a third releases; either returns with a reason."""

from __future__ import annotations

from contextlib import nullcontext
from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import SQL, allow, carried, gates_of, lost, needs_reason, stage, who
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

    given = {
        "move": name, "gate": gate, "status": task.status, "target": target, "passed": name != "return",
        "reason": reason, **stage(task, target),
    }  # fmt: skip
    leaves = target == Status.RELEASED
    with entered(Scope.of(actor)) if leaves else nullcontext():
        won = carried(name, task, actor, command_id, "review", **given)
        if won is None:
            raise _lost(task, actor, name)
        outcome, fresh = won
        if leaves and fresh:
            record(actor, TaskReleased(task.pk, task.area, task.kind, outcome, task.person_id))


def _lost(task: Task, actor: Actor, name: str) -> Refused:
    with entered(Scope.of(actor)):
        (own,) = fetch(SQL["own_work"], {"task": task.pk, **who(actor)})
    return Refused("own_work") if own[0] else lost(task, actor, name)
