"""Devices that a third party lends: registered from a list, given back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from gangmu.control.seals import bulk, policy
from gangmu.control.seals.models import Binding, Device
from gangmu.control.seals.rules import DeviceLine
from gangmu.control.seals.states import ON_THE_DOOR
from gangmu.ground.organization.models import Body
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def register_devices(actor: Actor, command: UUID, provider: Body, lines: Sequence[DeviceLine]) -> int:
    """Register the devices of a list for the actor's ground; how many are new.

    Those that are lent already stay as they are, those that had been given back are lent again. Refused: not_allowed,
    provider_unknown (it is no installer of this ground), device_elsewhere (lent to another ground, or by another).
    """
    if not policy.may_lend(actor):
        raise Refused("not_allowed")
    if provider.kind != Body.Kind.PROVIDER or not _serves(provider, actor):
        raise Refused("provider_unknown")
    area = actor.jurisdiction.lo

    def do() -> int:
        if taken := bulk.elsewhere(lines, provider.pk, area):
            raise Refused("device_elsewhere", serials="、".join(taken))
        return bulk.lend(lines, provider.pk, area, clock.now())

    return int(once(actor, command, "seals.register", do))


def _serves(provider: Body, actor: Actor) -> bool:
    """Whether an installer works on the actor's ground: his unit holds it, or lies in it."""
    theirs, ours = provider.division.jurisdiction, actor.jurisdiction
    return theirs.lo < ours.hi and ours.lo < theirs.hi


def give_back(actor: Actor, command: UUID, device: Device) -> None:
    """A device goes back to its owner. Refused: not_allowed, device_in_use."""
    if not policy.may_lend(actor):
        raise Refused("not_allowed")

    def do() -> None:
        if Binding.objects.filter(device=device, status__in=[str(s) for s in ON_THE_DOOR]).exists():
            raise Refused("device_in_use")
        Device.objects.filter(pk=device.pk, returned_at=None).update(returned_at=clock.now())

    once(actor, command, "seals.give_back", do)
