"""What could not be registered by itself: a human says what to do with it."""

from __future__ import annotations

from uuid import UUID, uuid5

from gangmu.control.sampling import policy
from gangmu.control.sampling.actions.allowing import allow, reason_of
from gangmu.control.sampling.actions.registering import PURPOSE, Registered, Scan, register
from gangmu.control.sampling.models import Parked
from gangmu.control.sampling.rules.codes import person_code
from gangmu.ground.register.actions import AtDoor, add_at_door
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor
from gangmu.kernel.vault import vault


def register_parked(actor: Actor, command: UUID, parked: Parked, tube: str, name: str = "") -> None:
    """Register it after all, in the tube that the sample is in; who is unknown becomes known.

    Refused: not_allowed, parked_settled, name_missing, and still_parked(why) where the law has not changed.
    """
    allow(policy.may_settle(actor))

    def do() -> None:
        _open(parked)
        person = parked.person_id or _made(actor, parked, name)
        scan = Scan(
            parked.round_id, parked.site_id, tube, parked.capacity, person_code(person), parked.taken_at
        )
        done: Registered = register(actor, uuid5(command, "register"), scan)
        if done.parked:
            raise Refused("still_parked", why=done.parked)
        _settle(actor, parked, Parked.Outcome.REGISTERED, tube)

    once(actor, command, "sampling.register_parked", do)


def drop(actor: Actor, command: UUID, parked: Parked, reason: str) -> None:
    """It is not to be registered, for a reason. Refused: not_allowed, reason_missing, parked_settled."""
    allow(policy.may_settle(actor))
    why = reason_of(reason)

    def do() -> None:
        _open(parked)
        _settle(actor, parked, Parked.Outcome.DROPPED, why)

    once(actor, command, "sampling.drop", do)


def _open(parked: Parked) -> None:
    if not Parked.objects.select_for_update().filter(pk=parked.pk, outcome="").exists():
        raise Refused("parked_settled")


def _made(actor: Actor, parked: Parked, name: str) -> int:
    called = (name or parked.name).strip()
    if not called:
        raise Refused("name_missing")
    number = vault().open(PURPOSE, parked.sealed).partition(":")[2] if parked.sealed else ""
    incident = parked.round.incident_id
    (person,) = add_at_door(actor, parked.area, incident, parked.site.address, None, [AtDoor(called, number)])
    return person


def _settle(actor: Actor, parked: Parked, outcome: str, because: str) -> None:
    Parked.objects.filter(pk=parked.pk).update(
        outcome=outcome,
        settled_because=because[:200],
        settled_by=actor.key,
        settled_at=clock.now(),
        sealed=b"",
    )
