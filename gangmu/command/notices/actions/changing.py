"""A city changes a row of the matrix: one person proposes, another reviews."""

from __future__ import annotations

from uuid import UUID

from pydantic import ValidationError

from gangmu.command.notices import policy
from gangmu.command.notices.facts import MatrixChanged
from gangmu.command.notices.models import Change
from gangmu.command.notices.queries import shipped_matrix
from gangmu.command.notices.rules import Override
from gangmu.command.notices.states import CHANGE, ChangeStatus
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell


def propose(actor: Actor, command_id: UUID, code: str, value: Override, reason: str) -> int:
    """Propose how a row shall be; the change's id. A proposal that stands for this row ends.

    Refused: not_allowed, not_found (no such row), reason_missing, rule_impossible (the row would not hold together).
    """
    if not policy.may_change_matrix(actor):
        raise Refused("not_allowed")
    rule = shipped_matrix().rule(code)
    if rule is None:
        raise Refused("not_found")
    if not reason.strip():
        raise Refused("reason_missing")
    try:
        value.on(rule)
    except ValidationError:
        raise Refused("rule_impossible") from None

    def do() -> int:
        tell(move="end")
        Change.objects.filter(rule=code, status=ChangeStatus.PROPOSED).update(status=ChangeStatus.ENDED)
        tell(move="propose")
        made = Change.objects.create(
            rule=code, value=value.model_dump(mode="json"), reason=reason.strip()[:200],
            proposed_by_id=policy.person(actor), proposed_at=clock.now(),
        )  # fmt: skip
        return made.pk

    return int(once(actor, command_id, "notices.propose", do))


def review(actor: Actor, command_id: UUID, change_id: int, *, approve: bool) -> None:
    """Approve or refuse a proposal of another; an approved one is in force at once, the one before it ends.

    Refused: not_allowed, not_found, own_proposal, move_not_possible.
    """
    if not policy.may_review_matrix(actor):
        raise Refused("not_allowed")

    def do() -> None:
        change = Change.objects.select_for_update().filter(pk=change_id).first()
        if change is None:
            raise Refused("not_found")
        if change.proposed_by_id == actor.user_id:
            raise Refused("own_proposal")
        move = "approve" if approve else "refuse"
        status = CHANGE.check(move, change.status)
        if approve:
            tell(move="end")
            Change.objects.filter(rule=change.rule, status=ChangeStatus.APPROVED).update(
                status=ChangeStatus.ENDED
            )
        tell(move=move)
        Change.objects.filter(pk=change_id).update(
            status=status, reviewed_by_id=actor.user_id, reviewed_at=clock.now()
        )
        if approve:
            record(actor, MatrixChanged(change.pk, actor.jurisdiction.lo, change.rule))

    once(actor, command_id, "notices.review", do)
