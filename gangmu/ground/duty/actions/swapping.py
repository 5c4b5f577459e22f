"""A shift offered to a colleague, accepted by him, approved by a third; the rules are checked when it is approved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangmu.ground.accounts.models import User
from gangmu.ground.duty import policy
from gangmu.ground.duty.actions.moving import make_move
from gangmu.ground.duty.facts import SwapDecided, SwapOffered
from gangmu.ground.duty.models import Swap
from gangmu.ground.duty.queries.members import colleagues, shifts_back
from gangmu.ground.duty.queries.swaps import broken_by
from gangmu.ground.duty.states import SWAP
from gangmu.ground.organization.actions import exchange_shifts
from gangmu.ground.organization.models import Shift
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope


def offer_swap(actor: Actor, command: UUID, shift: Shift, taker: User, back: Shift | None = None) -> int:
    """Offer one's coming shift to a colleague who holds its post, for one of his or for nothing; returns the swap's id.

    Refused: not_allowed (not his, or not theirs to take), shift_over, swap_twice.
    """
    if shift.user_id != actor.user_id:
        raise Refused("not_allowed")
    if shift.during.lower <= clock.now():
        raise Refused("shift_over")
    scope = Scope.of(actor)
    others = colleagues(scope, shift)
    if taker not in others or (back is not None and back not in shifts_back(scope, shift, [taker])):
        raise Refused("not_allowed")

    def do() -> int:
        try:
            with transaction.atomic():
                swap = Swap.objects.create(
                    area=shift.body.lo, giver_id=policy.user_of(actor), taker=taker,
                    post=shift.post, during=shift.during,
                    back_post=back.post if back else None, back_during=back.during if back else None,
                    offered_at=clock.now(),
                )  # fmt: skip
        except IntegrityError:
            raise Refused("swap_twice") from None
        record(actor, SwapOffered(swap.pk, swap.area, swap.giver_id, swap.taker_id))
        return int(swap.pk)

    return int(once(actor, command, "duty.offer_swap", do))


def accept_swap(actor: Actor, command: UUID, swap: Swap) -> None:
    """Take the offer; somebody has to approve it. Refused: not_allowed, shift_over, move_not_possible."""
    if swap.taker_id != actor.user_id:
        raise Refused("not_allowed")
    _decide(actor, command, swap, "accept")


def decline_swap(actor: Actor, command: UUID, swap: Swap) -> None:
    """Don't take it. Refused: not_allowed, move_not_possible."""
    if swap.taker_id != actor.user_id:
        raise Refused("not_allowed")
    _decide(actor, command, swap, "decline")


def withdraw_swap(actor: Actor, command: UUID, swap: Swap) -> None:
    """Take one's offer back. Refused: not_allowed, move_not_possible."""
    if swap.giver_id != actor.user_id:
        raise Refused("not_allowed")
    _decide(actor, command, swap, "withdraw")


def refuse_swap(actor: Actor, command: UUID, swap: Swap, answer: str) -> None:
    """Don't approve a swap, saying why. Refused: not_allowed, own_leave, reason_missing, move_not_possible."""
    _may_decide(actor, swap)
    if not answer.strip():
        raise Refused("reason_missing")
    by = {"decided_by_id": actor.user_id, "decided_at": clock.now(), "answer": answer.strip()}
    _decide(actor, command, swap, "refuse", by)


def approve_swap(actor: Actor, command: UUID, swap: Swap, over_cap: str = "") -> None:
    """Let the shifts change hands, if no rule is broken by it that was not before.

    Refused: not_allowed, own_leave, shift_over, move_not_possible, shift_changed, swap_breaks_rules,
    on_duty_elsewhere, over_cap unless `over_cap` says why.
    """
    _may_decide(actor, swap)

    def do() -> None:
        _coming(swap)
        changes = _changes(swap)
        if broken := broken_by(Scope.of(actor), changes):
            who = User.objects.get(pk=broken[0].person).name
            raise Refused("swap_breaks_rules", who=who, rule=broken[0].code)
        make_move(SWAP, swap, "approve", decided_by_id=actor.user_id, decided_at=clock.now())
        exchange_shifts(actor, changes, "swap", over_cap)
        record(actor, SwapDecided(swap.pk, swap.area, swap.giver_id, swap.taker_id, swap.status))

    once(actor, command, "duty.approve_swap", do)


def _changes(swap: Swap) -> list[tuple[Shift, User]]:
    """Which shift goes to whom; refused when one of them is not what it was when it was offered."""
    wanted = [(swap.giver, swap.post_id, swap.during, swap.taker)]
    if swap.back_post_id is not None and swap.back_during is not None:
        wanted.append((swap.taker, swap.back_post_id, swap.back_during, swap.giver))
    changes = []
    for user, post, during, to in wanted:
        shift = Shift.objects.of(user.pk).filter(post=post, during=during).select_related("body").first()
        if shift is None:
            raise Refused("shift_changed")
        changes.append((shift, to))
    return changes


def _coming(swap: Swap) -> None:
    begins = [swap.during.lower] + ([swap.back_during.lower] if swap.back_during else [])
    if min(begins) <= clock.now():
        raise Refused("shift_over")


def _may_decide(actor: Actor, swap: Swap) -> None:
    if not policy.may_plan(actor) or swap.area not in actor.jurisdiction:
        raise Refused("not_allowed")
    if actor.user_id in (swap.giver_id, swap.taker_id):
        raise Refused("own_leave")


def _decide(
    actor: Actor, command: UUID, swap: Swap, move: str, changes: dict[str, Any] | None = None
) -> None:
    def do() -> None:
        if move == "accept":
            _coming(swap)
        make_move(SWAP, swap, move, **(changes or {}))
        record(actor, SwapDecided(swap.pk, swap.area, swap.giver_id, swap.taker_id, swap.status))

    once(actor, command, f"duty.{move}_swap", do)
