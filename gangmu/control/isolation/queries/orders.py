"""One order, and lists of them."""

from __future__ import annotations

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import LIVE
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope


def order_in(scope: Scope, order_id: int) -> Order:
    """An order on the scope's ground; Refused('not_found')."""
    found: Order | None = (
        Order.objects.within(scope)
        .select_related("incident", "person", "household", "organ_body", "decided_by", "lifted_by")
        .filter(pk=order_id)
        .first()
    )
    if found is None:
        raise Refused("not_found")
    return found


def live_order_of(scope: Scope, person_id: int, incident_id: int) -> Order | None:
    """The order that a person of the scope's ground is under, or that is proposed for him."""
    found: Order | None = (
        Order.objects.within(scope)
        .filter(person_id=person_id, incident_id=incident_id, status__in=LIVE)
        .first()
    )
    return found
