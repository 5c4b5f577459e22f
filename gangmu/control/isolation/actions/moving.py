"""What every move of an order shares: the guard, the name of the move for its history, one conditional update."""

from __future__ import annotations

from typing import Any

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import LIFECYCLE
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules import Measure, Pack
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell


def move(order: Order, name: str, reason: str = "", **changes: Any) -> None:
    """Make a move, if nobody was faster; Refused('move_not_possible')."""
    target = LIFECYCLE.check(name, order.status)
    tell(move=name, reason=reason)
    if not Order.objects.filter(pk=order.pk, status=order.status).update(status=target, **changes):
        raise Refused("move_not_possible", move=name, status=order.status)


def allow(allowed: bool) -> None:
    """Refused('not_allowed') unless the policy allows it."""
    if not allowed:
        raise Refused("not_allowed")


def needs_reason(reason: str) -> str:
    """The reason, trimmed; Refused('reason_missing') if there is none."""
    if not reason.strip():
        raise Refused("reason_missing")
    return reason.strip()[:300]


def rules_of(order: Order) -> tuple[Pack, Measure]:
    """The pack and the measure that an order runs under; Refused('no_measure') where the pack has none."""
    pack = pack_named(order.pack, order.pack_version)
    measure = pack.measure_for(order.category)
    if measure is None:
        raise Refused("no_measure", category=order.category)
    return pack, measure


def organ_only(actor: Actor, order: Order) -> None:
    """Refused('not_the_organ') unless the actor acts for the organ that decided the order."""
    if actor.body_id != order.organ_body_id:
        raise Refused("not_the_organ", organ=order.organ)
