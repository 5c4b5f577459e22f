"""What only a human decides of an order in force: new rules that would hold somebody longer, two orders made one.

Software puts the question and leaves the order as it is; the organ takes what is asked, or not.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from gangmu.control.isolation import policy
from gangmu.control.isolation.actions.deciding import keep_days
from gangmu.control.isolation.actions.moving import allow, move, needs_reason, organ_only, rules_of
from gangmu.control.isolation.actions.serving import note_change
from gangmu.control.isolation.facts import OrderAsked
from gangmu.control.isolation.models import Order, PlanDay
from gangmu.control.isolation.queries.asked import asked_days, takeover_of
from gangmu.control.isolation.rules import Planned
from gangmu.control.isolation.states import IN_FORCE, OrderStatus
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules import Day, Pack, Takeover
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def ask(actor: Actor, order: Order, what: str, pack: str = "") -> None:
    """Ask the organ of an order in force; a later question takes the place of an earlier one."""
    Order.objects.filter(pk=order.pk).update(ask=what, ask_pack=pack)
    record(actor, OrderAsked(order.pk, order.area, what, order.organ_body_id or 0))


def take_over(actor: Actor, incident_id: int, code: str, version: str, rule: Takeover) -> int:
    """Put the live orders of an incident under another version of its rules; returns how many of them changed.

    By the transition rule, from today on; what was owed before stays. Where the new rules would hold somebody longer or
    closer, his order stays as it is and its organ is asked. For the system alone.
    """
    allow(actor.is_system)
    new = pack_named(code, version)
    live = Order.objects.filter(incident_id=incident_id).exclude(pack=code, pack_version=version)
    for order in live.filter(status=OrderStatus.PROPOSED):
        measure = new.measure_for(order.category)
        if measure is not None:
            first = measure.stages[0].level
            Order.objects.filter(pk=order.pk).update(pack=code, pack_version=version, level=first)
    touched = 0
    for order in (
        live.filter(status__in=IN_FORCE).exclude(ask_pack=new.key).order_by("pk").select_for_update()
    ):
        touched += _taken_over(actor, order, new, rule)
    return touched


def _taken_over(actor: Actor, order: Order, new: Pack, rule: Takeover) -> bool:
    pack, _measure = rules_of(order)
    taken = takeover_of(order, new, rule)
    if taken.how == "stays":
        return False
    if taken.how == "asked":
        ask(actor, order, Order.Ask.RULES, new.key)
        return False
    under(actor, order, new, taken.days, "rules", f"{pack.key} → {new.key}")
    return True


def under(
    actor: Actor, order: Order, pack: Pack, days: tuple[Day, ...], why: str, reason: str, **more: Any
) -> None:
    """Put an order under other days from today on, on the level of the first; without any it has reached its end."""
    today = clock.today()
    end = max(days[-1].on if days else today - timedelta(days=1), order.starts_on or today)
    level = days[0].level if days else order.level
    PlanDay.objects.filter(order=order, on__gte=today).delete()
    if days:
        keep_days(order, pack, Planned(days, ()))
    Order.objects.filter(pk=order.pk).update(
        pack=pack.code, pack_version=pack.version, planned_end=end, level=level, ask="", ask_pack="", **more
    )
    note_change(actor, order, why, reason, level, end)


def settle(actor: Actor, command_id: UUID, order: Order, take: bool, reason: str) -> None:
    """Decide what the organ is asked of an order: take it, or leave the order as it is.

    rules: he comes under the new rules. joined: under those of the order that was joined to this one. transfer: to the
    level that the rules name for whoever cannot stay. The new notice is then to be read to him.
    Refused: not_allowed, not_the_organ, reason_missing, nothing_asked, measure_over, move_not_possible.
    """
    allow(policy.may_decide(actor))
    organ_only(actor, order)
    reason = needs_reason(reason)
    if not order.ask:
        raise Refused("nothing_asked")

    def do() -> None:
        if not take:
            Order.objects.filter(pk=order.pk).update(ask="", ask_pack="")
            note_change(actor, order, "kept", reason)
            return
        pack, days, more = asked_days(order)
        if not days:
            raise Refused("measure_over")
        if (
            order.status != OrderStatus.DECIDED
        ):  # where the notice is still to be read, it is that of the new days
            move(order, "change", reason, ask="", ask_pack="")
        why = "results" if order.ask == Order.Ask.TRANSFER else order.ask
        under(actor, order, pack, days, why, reason, **more)

    once(actor, command_id, "isolation.settle", do)
