"""Thanks: a colleague proposes with evidence, a leader who is neither of the two decides; nothing is counted up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from gangmu.casework.models import Task
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell
from gangmu.support.welfare import policy
from gangmu.support.welfare.models import Commendation
from gangmu.support.welfare.queries import Member
from gangmu.support.welfare.states import COMMENDATION


def propose(actor: Actor, command: UUID, member: Member, text: str, tasks: Sequence[int]) -> int:
    """Propose that a colleague is thanked; `tasks` are the ids that show it. Returns the proposal.

    Refused: not_allowed, not_oneself, text_missing, evidence_missing, evidence_unknown(ids: not seen from here).
    """
    if not policy.may_propose(actor):
        raise Refused("not_allowed")
    if actor.user_id == member.user_id:
        raise Refused("not_oneself")
    if not text.strip():
        raise Refused("text_missing")
    if not tasks:
        raise Refused("evidence_missing")
    seen = set(Task.objects.filter(pk__in=list(tasks)).values_list("pk", flat=True))
    if unknown := sorted(set(tasks) - seen):
        raise Refused("evidence_unknown", ids=", ".join(map(str, unknown)))

    def do() -> int:
        one = Commendation.objects.create(
            area=member.area,
            user_id=member.user_id,
            text=text.strip()[:500],
            evidence=[{"kind": "task", "id": pk} for pk in dict.fromkeys(tasks)],
            proposed_by_id=int(actor.user_id or 0),
            proposed_at=clock.now(),
        )
        return int(one.pk)

    return int(once(actor, command, "welfare.propose", do))


def decide(actor: Actor, command: UUID, one: Commendation, *, approved: bool, answer: str = "") -> None:
    """Approve a proposal, or decline it and say why. Refused: not_allowed, not_oneself, reason_missing."""
    if not policy.may_care(actor):
        raise Refused("not_allowed")
    if actor.user_id in (one.user_id, one.proposed_by_id):
        raise Refused("not_oneself")
    if not approved and not answer.strip():
        raise Refused("reason_missing")
    decided = {"decided_by_id": actor.user_id, "decided_at": clock.now(), "answer": answer.strip()[:300]}
    move = "approve" if approved else "decline"
    once(actor, command, f"welfare.{move}", lambda: _move(one, move, decided))


def withdraw(actor: Actor, command: UUID, one: Commendation) -> None:
    """Take back what one has proposed oneself. Refused: not_allowed, move_not_possible."""
    if actor.user_id != one.proposed_by_id:
        raise Refused("not_allowed")
    once(actor, command, "welfare.withdraw", lambda: _move(one, "withdraw", {}))


def _move(one: Commendation, move: str, changes: Mapping[str, object]) -> None:
    target = COMMENDATION.check(move, one.status)
    tell(move=move, reason="")
    if not Commendation.objects.filter(pk=one.pk, status=one.status).update(status=target, **changes):
        raise Refused("move_not_possible", move=move, status=one.status)
