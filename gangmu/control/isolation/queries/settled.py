"""What must be settled, besides the days, before an order may be lifted."""

from __future__ import annotations

from datetime import timedelta

from gangmu.control.isolation.models import Order, Reading
from gangmu.control.isolation.rules import rhythm
from gangmu.ground.incidents.queries import pack_named
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.scope import Scope
from gangmu.partners.laboratory.queries import results_of


def unsettled(scope: Scope, order: Order) -> list[str]:
    """Codes of what is missing: 'last_test_negative', 'afebrile_24h'; nothing when it may be lifted."""
    measure = pack_named(order.pack, order.pack_version).measure_for(order.category)
    checks = {"last_test_negative": _negative, "afebrile_24h": _afebrile}
    return [code for code in (measure.settled if measure else ()) if not checks[code](scope, order)]


def _negative(scope: Scope, order: Order) -> bool:
    since = clock.now() - timedelta(days=60)
    found = [
        one
        for one in results_of(scope, order.person_id or 0, since)
        if one.value != "invalid"
        and order.anchor is not None
        and one.sampled_at.astimezone(CIVIL).date() > order.anchor
    ]
    return bool(found) and found[0].value == "negative"


def _afebrile(scope: Scope, order: Order) -> bool:
    """A temperature within the last 24 hours, and none of them from the bound on."""
    since = clock.now() - timedelta(hours=24)
    found = Reading.objects.within(scope).filter(order=order, temperature__isnull=False, at__gte=since)
    degrees = [one.temperature for one in found if one.temperature is not None]
    return bool(degrees) and max(degrees) < rhythm().fever
