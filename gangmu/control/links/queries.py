"""The links of an order, as staff see them, and whether they are good."""

from __future__ import annotations

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE, OrderStatus
from gangmu.control.links.models import Link
from gangmu.control.links.rules import AFTER
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope


def links_of(scope: Scope, order_id: int, size: int = 10) -> list[Link]:
    """The links that an order has had, newest first; of none the text."""
    found = Link.objects.within(scope).filter(order_id=order_id).select_related("made_by", "ended_by")
    return list(found.order_by("-id")[:size])


def is_open(order: Order) -> bool:
    """Whether links of an order are still good: while it is in force, and some days after it was lifted."""
    if order.person_id is None:
        return False
    lifted = order.lifted_at if order.status == OrderStatus.LIFTED else None
    return order.status in IN_FORCE or (lifted is not None and lifted > clock.now() - AFTER)
