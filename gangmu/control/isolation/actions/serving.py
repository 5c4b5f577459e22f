"""At the door: the notice is read and signed, the home is looked at; where it does not do, people decide again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gangmu.control.isolation import policy
from gangmu.control.isolation.actions.moving import allow, move, needs_reason, organ_only, rules_of
from gangmu.control.isolation.facts import HomeUnfit, OrderChanged
from gangmu.control.isolation.models import Change, HomeCheck, NoticeRead, Order, PlanDay
from gangmu.control.isolation.states import OrderStatus
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

READABLE = {"notice": (OrderStatus.DECIDED, OrderStatus.RUNNING), "lift": (OrderStatus.LIFTED,)}


def read_notice(
    actor: Actor, command_id: UUID, order: Order, to: str, signed: str, paper: str = "notice"
) -> int:
    """Record that a notice (or the lift order) was read to somebody behind the door; the first one starts the plan.

    Refused: not_allowed, notice_unknown, move_not_possible. Returns the row.
    """
    allow(policy.may_serve(actor))
    if to not in NoticeRead.To.values or signed not in NoticeRead.Signed.values or paper not in READABLE:
        raise Refused("notice_unknown")
    if order.status not in READABLE[paper]:
        raise Refused("move_not_possible", move="read", status=order.status)

    def do() -> int:
        read = NoticeRead.objects.create(
            order=order, area=order.area, paper=paper, to=to, signed=signed, by_id=int(actor.user_id or 0),
            at=clock.now(),
        )  # fmt: skip
        if order.status == OrderStatus.DECIDED:
            move(order, "read")
        return int(read.pk)

    return int(once(actor, command_id, "isolation.read_notice", do))


def check_home(actor: Actor, command_id: UUID, order: Order, unmet: Sequence[str]) -> None:
    """Record what a home lacks of the conditions of the order's level; then another level is proposed, not taken.

    Refused: not_allowed, condition_unknown, move_not_possible.
    """
    allow(policy.may_serve(actor))
    pack, _measure = rules_of(order)
    level = next(one for one in pack.levels if one.code == order.level)
    if unknown := [code for code in unmet if code not in level.conditions]:
        raise Refused("condition_unknown", condition=unknown[0])
    if order.status not in (OrderStatus.RUNNING, OrderStatus.UNFIT):
        raise Refused("move_not_possible", move="find_unfit", status=order.status)

    def do() -> None:
        HomeCheck.objects.create(
            order=order, area=order.area, level=level.code, unmet=list(unmet), by_id=int(actor.user_id or 0),
            at=clock.now(),
        )  # fmt: skip
        if unmet and order.status == OrderStatus.RUNNING:
            move(order, "find_unfit", "、".join(unmet))
            record(actor, HomeUnfit(order.pk, order.area, level.otherwise or "", order.organ_body_id or 0))
        elif not unmet and order.status == OrderStatus.UNFIT:
            move(order, "find_fit")

    once(actor, command_id, "isolation.check_home", do)


def transfer(actor: Actor, command_id: UUID, order: Order, reason: str) -> None:
    """Decide that he goes over to the level that the pack names for a home like this; a new notice is to be read.

    Refused: not_allowed, not_the_organ, reason_missing, move_not_possible.
    """
    allow(policy.may_decide(actor))
    organ_only(actor, order)
    reason = needs_reason(reason)
    pack, _measure = rules_of(order)
    levels = {level.code: level for level in pack.levels}
    target = levels[order.level].otherwise

    def do() -> None:
        if target is None:
            raise Refused("move_not_possible", move="transfer", status=order.status)
        move(order, "transfer", reason, level=target, ask="", ask_pack="")
        ahead = PlanDay.objects.filter(order=order, on__gte=clock.today(), level=order.level)
        ahead.update(level=target, temperatures=levels[target].temperatures)
        note_change(actor, order, "home", reason, target)

    once(actor, command_id, "isolation.transfer", do)


def note_change(
    actor: Actor, order: Order, why: str, reason: str, level: str = "", end: date | None = None
) -> None:
    """Write down a change of an order as it stood, and tell of it."""
    before = order.planned_end or clock.today()
    Change.objects.create(
        order=order, area=order.area, at=clock.now(), by=actor.key, why=why, reason=reason[:300],
        level_before=order.level, level_after=level or order.level, end_before=before,
        end_after=end or before,
    )  # fmt: skip
    record(actor, OrderChanged(order.pk, order.area, why))
