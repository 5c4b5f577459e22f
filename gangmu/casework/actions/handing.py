"""协转: handing a task over to another territory, which accepts or refuses.

At the offer the task's area moves to the target, so that the acceptor sees it; its owner stays the source until
somebody accepts. The person gets a presence where he is said to be, and loses the one that turns out wrong; what was
known of him there before the offer stays.
"""

from __future__ import annotations

from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import allow, lost, move, needs_reason, stage
from gangmu.casework.facts import TaskHandedOver
from gangmu.casework.models import Task
from gangmu.casework.states import LIFECYCLE, Status
from gangmu.ground.organization.queries import owner_of
from gangmu.ground.register.actions import end_presence, note_presence
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def offer_handover(actor: Actor, command_id: UUID, task: Task, target: int, reason: str) -> None:
    """Offer a task to whoever answers for another area.

    Refused: not_allowed, reason_missing, area_unknown, same_area, other_team, move_not_possible, not_found.
    """
    allow(policy.may_offer(actor))
    reason = needs_reason(reason)
    if owner_of(target) is None:
        raise Refused("area_unknown")

    def do() -> None:
        # In here: a command that comes a second time finds the task as the first has left it.
        LIFECYCLE.check("offer", task.status)
        if target == task.area:
            raise Refused("same_area")
        with bulk_role():
            won = move(
                "offer",
                task,
                actor,
                target=target,
                reason=reason,
                desk="desk" in actor.roles,
                **stage(task, Status.OFFERED),
            )
        if won is None:
            raise lost(task, actor, "offer")
        if task.person_id:
            note_presence(actor, task.person_id, target, task.incident_id, task.address)

    once(actor, command_id, "casework.offer", do)


def accept_handover(actor: Actor, command_id: UUID, task: Task) -> None:
    """Take an offered task: it belongs to the trio that owns the ground, with a fresh deadline.

    Refused: not_allowed, area_unknown (nobody owns the ground), move_not_possible, not_found.
    """
    allow(policy.may_answer(actor))
    if owner_of(task.area) is None:
        raise Refused("area_unknown")
    _answer(actor, command_id, task, "accept", Status.OPEN, "accepted", "")


def refuse_handover(actor: Actor, command_id: UUID, task: Task, reason: str) -> None:
    """Send an offered task back where it came from, with a reason that must be opened there."""
    allow(policy.may_answer(actor))
    _answer(actor, command_id, task, "refuse", Status.RETURNED, "refused", needs_reason(reason))


def _answer(
    actor: Actor,
    command_id: UUID,
    task: Task,
    name: str,
    status: Status,
    answered: str,
    reason: str,
) -> None:
    accepted = name == "accept"

    def do() -> None:
        LIFECYCLE.check(name, task.status)
        owner = owner_of(task.area, held=True) if accepted else None
        with bulk_role():
            won = move(
                "answer",
                task,
                actor,
                move=name,
                status=status,
                answered=answered,
                accepted=accepted,
                reason=reason,
                owner=owner,
                **stage(task, status),
            )
        if won is None:
            raise lost(task, actor, name)
        source, target, offered_at = won
        if task.person_id and accepted:
            end_presence(actor, task.person_id, source, task.incident_id)
        elif task.person_id:
            # Where he was known to be before somebody offered him, another has said so: that stays.
            end_presence(actor, task.person_id, target, task.incident_id, begun=offered_at)
        if accepted:
            record(actor, TaskHandedOver(task.pk, target, source))

    once(actor, command_id, f"casework.{name}", do)
