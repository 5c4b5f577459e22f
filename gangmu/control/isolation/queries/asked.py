"""What an organ is asked of an order, and whom a change of rules would touch, before it takes effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.rules import HOWS, How, Taken, plan, takeover
from gangmu.control.isolation.states import IN_FORCE, OrderStatus
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules import Day, Pack, Takeover
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope


def takeover_of(order: Order, new: Pack, rule: Takeover) -> Taken:
    """What a transition makes of an order in force; Refused('no_measure') where its own pack has none for it."""
    pack, today = pack_named(order.pack, order.pack_version), clock.today()
    measure = pack.measure_for(order.category)
    if measure is None:
        raise Refused("no_measure", category=order.category)
    return takeover(pack, measure, new, rule, order.anchor or today, order.planned_end or today, today)


def asked_days(order: Order) -> tuple[Pack, tuple[Day, ...], dict[str, Any]]:
    """What an order becomes if what is asked is taken: its rules, its days from today on, and what else changes.

    Refused: no_measure, level_unknown (the rules name no level to go to).
    """
    today = clock.today()
    if order.ask == Order.Ask.RULES:
        code, version = order.ask_pack.split("@")
        new = pack_named(code, version)
        return new, takeover_of(order, new, "new").days, {}
    if order.ask == Order.Ask.JOINED:
        other = order.joined.filter(anchor__isnull=False).latest("id")
        pack, days = _planned(other, today)
        return pack, days, {"category": other.category, "anchor": other.anchor}
    pack, days = _planned(order, today)
    levels = {level.code: level for level in pack.levels}
    target = levels[order.level].otherwise
    if target is None:
        raise Refused("level_unknown", level="–")
    there = levels[target].temperatures
    return pack, tuple(replace(day, level=target, temperatures=there) for day in days), {}


def _planned(order: Order, today: date) -> tuple[Pack, tuple[Day, ...]]:
    pack = pack_named(order.pack, order.pack_version)
    measure = pack.measure_for(order.category)
    made = plan(pack, measure, order.anchor or today, today, order.planned_end) if measure else None
    return pack, made.days if made else ()


@dataclass(frozen=True, slots=True)
class Touched:
    """An order that a change of rules touches: how, and its last day by the new rules."""

    order: Order
    how: How
    end: date | None


def touched_by(scope: Scope, incident: Incident, new: Pack, rule: Takeover) -> list[Touched]:
    """Every live order of an incident on the scope's ground and how the change would touch it, the hardest first."""
    live = Order.objects.within(scope).filter(incident=incident, status__in=[*IN_FORCE, OrderStatus.PROPOSED])
    return sorted(
        _touched(live.order_by("planned_end", "pk"), new, rule), key=lambda one: HOWS.index(one.how)
    )


def _touched(orders: Iterable[Order], new: Pack, rule: Takeover) -> Iterable[Touched]:
    alike: dict[tuple[object, ...], Taken] = {}  # of a hundred thousand orders a few hundred differ
    for order in orders:
        if order.status == OrderStatus.PROPOSED:
            yield Touched(order, "other", None)
            continue
        key = (order.pack, order.pack_version, order.category, order.anchor, order.planned_end)
        if key not in alike:
            alike[key] = takeover_of(order, new, rule)
        taken = alike[key]
        end = {"over": clock.today(), "stays": order.planned_end}.get(taken.how) or taken.days[-1].on
        yield Touched(order, taken.how, end)
