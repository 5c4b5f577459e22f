"""An order is changed: by a human because of results, or for everybody by the transition rule of a new pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from gangmu.control.isolation import policy
from gangmu.control.isolation.actions.deciding import keep_days
from gangmu.control.isolation.actions.moving import allow, move, needs_reason, organ_only, rules_of
from gangmu.control.isolation.actions.serving import note_change
from gangmu.control.isolation.models import Order, PlanDay
from gangmu.control.isolation.rules import Planned, closer, plan
from gangmu.control.isolation.states import IN_FORCE, OrderStatus
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules import Day, Pack, taken_over
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def change(
    actor: Actor,
    command_id: UUID,
    order: Order,
    level: str,
    planned_end: date,
    reason: str,
    heeded: bool = False,
) -> None:
    """Put somebody on another level or change the planned end; the new notice is to be read to him.

    Refused: not_allowed, not_the_organ, reason_missing, level_unknown, measure_over, stricter_than_pack (closer than
    before or longer than the pack, with the warning not heeded), move_not_possible.
    """
    allow(policy.may_decide(actor))
    organ_only(actor, order)
    reason = needs_reason(reason)
    pack, measure = rules_of(order)
    levels = {one.code: one for one in pack.levels}
    if level not in levels:
        raise Refused("level_unknown", level=level)
    planned = plan(pack, measure, order.anchor or clock.today(), clock.today(), planned_end)
    if planned is None:
        raise Refused("measure_over")
    stricter = [*planned.stricter, *(["closer"] if closer(pack, order.level, level) else [])]
    if stricter and not heeded:
        raise Refused("stricter_than_pack", pack=pack.key)
    if level != order.level:
        temperatures = levels[level].temperatures
        days = tuple(replace(day, level=level, temperatures=temperatures) for day in planned.days)
        planned = Planned(days, planned.stricter)
    before = order.planned_end or clock.today()
    why = "results" if level != order.level else "extended" if planned.end > before else "shortened"

    def do() -> None:
        changes = {"level": level, "planned_end": planned.end, "because": reason, "warned": stricter}
        move(order, "change", reason, **changes)
        keep_days(order, pack, planned)
        PlanDay.objects.filter(order=order, on__gt=planned.end).delete()
        note_change(actor, order, why, reason, level, planned.end)

    once(actor, command_id, "isolation.change", do)


def take_over(actor: Actor, incident_id: int, code: str, version: str, rule: str) -> int:
    """Put the live orders of an incident under another version of its rules; returns how many days changed.

    By the transition rule, from today on; what was owed before stays. A change of rules holds nobody longer: where
    the new ones would, the order stays under its own until a human changes it. For the system alone.
    """
    allow(actor.user_id is None)
    new = pack_named(code, version)
    live = Order.objects.filter(incident_id=incident_id).exclude(pack=code, pack_version=version)
    for order in live.filter(status=OrderStatus.PROPOSED):
        measure = new.measure_for(order.category)
        if measure is not None:
            first = measure.stages[0].level
            Order.objects.filter(pk=order.pk).update(pack=code, pack_version=version, level=first)
    touched = 0
    for order in live.filter(status__in=IN_FORCE).order_by("pk").select_for_update():
        touched += _taken_over(actor, order, new, rule)
    return touched


def _taken_over(actor: Actor, order: Order, new: Pack, rule: str) -> bool:
    today = clock.today()
    pack, measure = rules_of(order)
    anchor = order.anchor or today
    measured = new.measure_for(order.category)
    old_days = pack.days(measure, anchor)
    new_days: tuple[Day, ...] = () if measured is None else new.days(measured, anchor)
    days = taken_over(old_days, new_days, today, rule)  # type: ignore[arg-type]
    if days == old_days or (days and days[-1].on > (order.planned_end or today)):
        return False
    ahead = tuple(day for day in days if day.on >= today)
    end = days[-1].on if days else today - timedelta(days=1)
    end = max(end, order.starts_on or today)
    PlanDay.objects.filter(order=order, on__gte=today).delete()
    changes: dict[str, object] = {"pack": new.code, "pack_version": new.version, "planned_end": end}
    level = ahead[0].level if ahead else order.level
    if ahead:
        keep_days(order, new, Planned(ahead, ()))
    Order.objects.filter(pk=order.pk).update(level=level, **changes)
    note_change(actor, order, "rules", f"{pack.key} → {new.key}", level, end)
    return True
