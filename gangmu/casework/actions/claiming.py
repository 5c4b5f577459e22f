"""Taking a door and giving it back; calling first; reading why it was returned."""

from __future__ import annotations

from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import Attempt, allow, carried_out, lost, move, simple
from gangmu.casework.models import Task
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel.commands import once
from gangmu.kernel.scope import Actor


def claim(actor: Actor, command_id: UUID, task: Task) -> None:
    """Take a door of one's own trio: of two phones one wins. Claiming again what one has is harmless.

    Refused: not_allowed, other_team, claimed_by_other(by), move_not_possible, not_found.
    """
    carried_out(actor, claiming(actor, command_id, task))


def claiming(actor: Actor, command_id: UUID, task: Task) -> Attempt[None]:
    """The attempt to `claim`. Refused: not_allowed."""
    allow(policy.may_claim(actor))
    return simple("claim", task, actor, command_id)


def unclaim(actor: Actor, command_id: UUID, task: Task) -> None:
    """Give a door back to the trio. Any member may, so that leave or a shift's end never orphans one."""
    allow(policy.may_claim(actor))
    carried_out(actor, simple("unclaim", task, actor, command_id))


def open_return(actor: Actor, command_id: UUID, task: Task) -> None:
    """Say that the reason of a return has been read: before that nobody can report again."""
    allow(policy.may_report(actor))
    if task.return_opened_at is None or task.status != "returned":
        carried_out(actor, simple("open_return", task, actor, command_id))


def contact(actor: Actor, command_id: UUID, task: Task, reason: str = "contact") -> None:
    """Note who calls the person of a task, and when, before the number is shown; the look is logged."""
    allow(policy.may_contact(actor))

    def do() -> None:
        if move("contact", task, actor, by=actor.label or actor.key) is None:
            raise lost(task, actor, "contact")
        log_access(actor, "reveal", task.person_id, f"phone, task {task.pk}", reason)

    once(actor, command_id, "casework.contact", do)
