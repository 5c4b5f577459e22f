"""An order is changed by a human because of results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from gangmu.control.isolation import policy
from gangmu.control.isolation.actions.deciding import keep_days
from gangmu.control.isolation.actions.moving import allow, move, needs_reason, organ_only, rules_of
from gangmu.control.isolation.actions.serving import note_change
from gangmu.control.isolation.models import Order, PlanDay
from gangmu.control.isolation.rules import Planned, closer, plan
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
        move(
            order, "change", reason, level=level, planned_end=planned.end, because=reason, warned=stricter, ask="",
            ask_pack="",
        )  # fmt: skip
        keep_days(order, pack, planned)
        PlanDay.objects.filter(order=order, on__gt=planned.end).delete()
        note_change(actor, order, why, reason, level, planned.end)

    once(actor, command_id, "isolation.change", do)
