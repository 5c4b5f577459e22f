"""Orders that are proposed: after verifications, for those who share a home, or by hand. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from gangmu.control.isolation import policy
from gangmu.control.isolation.actions.moving import allow
from gangmu.control.isolation.bulk import propose_from
from gangmu.control.isolation.facts import OrderProposed
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import LIVE
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import pack_of
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell


@dataclass(frozen=True, slots=True)
class Proposal:
    """Of whom an order is proposed, by which category of the incident's pack, and where he is."""

    incident: Incident
    person_id: int
    category: str
    area: int
    name: str
    address: str = ""
    household_id: int | None = None
    with_order: int | None = None


def propose(actor: Actor, command_id: UUID, new: Proposal) -> int:
    """Propose an order; whoever is under one already keeps it. Returns the order.

    Refused: not_allowed, not_found (the area is not the actor's), no_measure (the pack has none for the category).
    """
    allow(policy.may_propose(actor))
    if new.area not in actor.jurisdiction:
        raise Refused("not_found")
    return int(once(actor, command_id, "isolation.propose", lambda: proposed(actor, new)))


def proposed(actor: Actor, new: Proposal) -> int:
    """The live order of the person, or the one that is proposed now."""
    pack = pack_of(new.incident)
    measure = pack.measure_for(new.category)
    if measure is None:
        raise Refused("no_measure", category=new.category)
    live = Order.objects.filter(person_id=new.person_id, incident=new.incident, status__in=LIVE)
    if (known := live.first()) is not None:
        return int(known.pk)
    tell(move="propose", reason="")
    made = Order(
        incident=new.incident, person_id=new.person_id, category=new.category, area=new.area, name=new.name,
        address=new.address[:200], household_id=new.household_id, with_order_id=new.with_order,
        pack=pack.code, pack_version=pack.version, level=measure.stages[0].level, proposed_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        return int(live.get().pk)
    record(actor, OrderProposed(made.pk, made.area))
    return int(made.pk)


def propose_for(actor: Actor, tasks: Sequence[int]) -> int:
    """Propose what the rules name for those whom closed tasks have found; returns how many. For the system alone."""
    allow(actor.is_system)
    return propose_from(actor, tasks)
