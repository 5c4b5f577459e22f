"""Doors with seals: to be put on, to be taken over, to be taken off."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gangmu.control.seals.models import Binding
from gangmu.control.seals.queries.devices import HEALTH, in_trouble
from gangmu.control.seals.states import UNFINISHED
from gangmu.ground.organization.models import Body
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

SIZE = 200


def _mine(scope: Scope) -> QuerySet[Binding]:
    """The bindings of the scope's ground, or for an installer those of his own body (row security says the same)."""
    if "installer" in scope.actor.roles:
        return Binding.objects.filter(provider_id=scope.actor.body_id)
    rows: QuerySet[Binding] = Binding.objects.within(scope)
    return rows


def doors(scope: Scope, state: str = "") -> list[Binding]:
    """Unfinished bindings: those that somebody has to do something about first, the oldest first.

    `state`: those of one state, or with a device of a list of HEALTH.
    """
    rows = _mine(scope).filter(status__in=[state] if state in UNFINISHED else [str(s) for s in UNFINISHED])
    if state in HEALTH:
        rows = rows.filter(in_trouble(state, "device__"))
    order = {"to_remove": 0, "asked": 1, "bound": 2, "in_use": 3}
    found = rows.select_related("device").order_by("asked_at", "id")[:SIZE]
    return sorted(found, key=lambda one: order[one.status])


def binding_in(scope: Scope, binding_id: int) -> Binding:
    """A binding that the scope may see; Refused('not_found')."""
    found = _mine(scope).select_related("device").filter(pk=binding_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def seals_of_order(scope: Scope, order_id: int) -> list[Binding]:
    """The seals of an order, the newest first."""
    rows = Binding.objects.within(scope).filter(order_id=order_id).select_related("device")
    return list(rows.order_by("-id")[:20])


def providers(scope: Scope) -> list[Body]:
    """The installers who work on the scope's ground."""
    where = scope.jurisdiction
    rows = Body.objects.filter(kind=Body.Kind.PROVIDER, valid__contains=clock.today())
    near = Q(division__lo__lt=where.hi, division__hi__gt=where.lo)
    return list(rows.filter(near).order_by("name", "id")[:50])


def provider_in(scope: Scope, body_id: int) -> Body:
    """One of them; Refused('provider_unknown')."""
    found = next((body for body in providers(scope) if body.pk == body_id), None)
    if found is None:
        raise Refused("provider_unknown")
    return found
