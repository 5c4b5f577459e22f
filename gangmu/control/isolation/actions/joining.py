"""Two persons turn out to be one: his orders come together, nothing is lost, and a human decides what differs."""

from __future__ import annotations

from gangmu.control.isolation.actions.asking import ask
from gangmu.control.isolation.actions.moving import allow, move
from gangmu.control.isolation.facts import OrderJoined
from gangmu.control.isolation.models import Order, Outing, Reading
from gangmu.control.isolation.states import IN_FORCE, LIVE, OrderStatus
from gangmu.kernel.facts import record
from gangmu.kernel.scope import Actor


def follow_merged(actor: Actor, survivor: int, gone: int) -> None:
    """Give the orders of a person to the one he turned out to be. For the system alone.

    Of two live ones of an incident the earlier goes on under its own rules, one in force before one that is proposed;
    the other is joined to it. Where both were in force, the organ is asked which rules shall hold.
    """
    allow(actor.is_system)
    both = Order.objects.select_for_update(of=("self",)).filter(
        person_id__in=(survivor, gone), status__in=LIVE
    )
    by_incident: dict[int, list[Order]] = {}
    for order in both.order_by("pk"):
        by_incident.setdefault(order.incident_id, []).append(order)
    for orders in by_incident.values():
        if len(orders) == 2:
            _join(actor, *sorted(orders, key=_began))
    Order.objects.filter(person_id=gone).update(person_id=survivor)


def _began(order: Order) -> tuple[bool, object, int]:
    return order.status == OrderStatus.PROPOSED, order.decided_at or order.proposed_at, order.pk


def _join(actor: Actor, kept: Order, other: Order) -> None:
    """Readings and ways to the doctor go on with the order that stays; papers and plan of the other stay with it."""
    was_in_force = other.status in IN_FORCE
    Reading.objects.filter(order=other).update(order=kept, area=kept.area)
    out = Outing.objects.filter(order=kept, back_at=None).exists()
    followed = Outing.objects.filter(order=other)
    (followed.exclude(back_at=None) if out else followed).update(order=kept, area=kept.area)
    Order.objects.filter(joined_to=other).update(joined_to=kept)
    move(other, "join", joined_to=kept, ask="", ask_pack="")
    if was_in_force:
        ask(actor, kept, Order.Ask.JOINED)
    record(actor, OrderJoined(other.pk, other.area, kept.pk))
