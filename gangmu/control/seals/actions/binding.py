"""A seal on a door: asked for by who looks after it, put on and taken off by the installer, always with consent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.seals import policy
from gangmu.control.seals.facts import SealAsked, SealToRemove
from gangmu.control.seals.models import Binding, Device
from gangmu.control.seals.states import BINDING, BindingStatus
from gangmu.ground.organization.models import Body
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell


def ask(actor: Actor, command: UUID, order: Order, provider: Body, door: str = "") -> int:
    """Ask the installer for a seal; `door` is where, by default the address of the order. Returns the binding.

    Refused: not_allowed, provider_unknown, order_over, door_missing, seal_asked (there is one, or one is asked for).
    """
    if not policy.may_ask(actor):
        raise Refused("not_allowed")
    if provider.kind != Body.Kind.PROVIDER:
        raise Refused("provider_unknown")
    if order.status not in IN_FORCE:
        raise Refused("order_over")
    where = (door.strip() or order.address)[:200]
    if not where:
        raise Refused("door_missing")

    def do() -> int:
        try:
            with transaction.atomic():
                made = Binding.objects.create(
                    area=order.area, order=order, provider=provider, door=where, asked_by_id=int(actor.user_id or 0),
                    asked_at=clock.now(),
                )  # fmt: skip
        except IntegrityError:
            raise Refused("seal_asked") from None
        record(actor, SealAsked(made.pk, made.area, provider.pk))
        return int(made.pk)

    return int(once(actor, command, "seals.ask", do))


def install(actor: Actor, command: UUID, binding: Binding, serial: str, consent: str) -> None:
    """Put the device with this serial number on the door; somebody there has consented.

    Refused: not_allowed, consent_missing, device_unknown, device_in_use, move_not_possible.
    """
    _installer(actor, binding)
    if consent not in Binding.Consent.values:
        raise Refused("consent_missing")

    def do() -> None:
        device = Device.objects.filter(
            serial__iexact=serial.strip()[:40], provider_id=binding.provider_id, returned_at=None
        ).first()
        if device is None:
            raise Refused("device_unknown")
        changes = {
            "device": device, "consent": consent, "installed_by_id": actor.user_id,
            "during": DateTimeTZRange(clock.now(), None),
        }  # fmt: skip
        try:
            with transaction.atomic():
                _move(binding, "install", changes)
        except IntegrityError:
            raise Refused("device_in_use") from None

    once(actor, command, "seals.install", do)


def deny(actor: Actor, command: UUID, binding: Binding, reason: str) -> None:
    """No seal: nobody there consents, or it is not needed any more. Refused: not_allowed, reason_missing."""
    if not policy.may_ask(actor):
        _installer(actor, binding)
    if not reason.strip():
        raise Refused("reason_missing")
    once(actor, command, "seals.deny", lambda: _move(binding, "deny", {}, reason.strip()[:300]))


def hand_over(actor: Actor, command: UUID, binding: Binding) -> None:
    """The trio takes the seal over from the installer. Refused: not_allowed, move_not_possible."""
    if not policy.may_answer(actor):
        raise Refused("not_allowed")
    changes = {"handed_to_id": actor.user_id}
    once(actor, command, "seals.hand_over", lambda: _move(binding, "hand_over", changes))


def ask_removal(actor: Actor, command: UUID, binding: Binding, reason: str = "") -> None:
    """The seal is to go: its order is lifted, or the device is broken. Refused: not_allowed, move_not_possible."""
    if not (policy.may_ask(actor) or policy.may_ingest(actor)):
        raise Refused("not_allowed")

    def do() -> None:
        _move(binding, "ask_removal", {"removal_asked_at": clock.now()}, reason.strip()[:300])
        record(actor, SealToRemove(binding.pk, binding.area, binding.provider_id))

    once(actor, command, "seals.ask_removal", do)


def remove(actor: Actor, command: UUID, binding: Binding, serial: str) -> None:
    """Take the device off; its serial number says that it is the right one.

    Refused: not_allowed, device_other, move_not_possible.
    """
    _installer(actor, binding)

    def do() -> None:
        device = binding.device
        if device is None or device.serial.lower() != serial.strip().lower():
            raise Refused("device_other")
        assert binding.during is not None  # noqa: S101  (what is on a door has been put there)
        since: datetime = binding.during.lower
        changes = {"removed_by_id": actor.user_id, "during": DateTimeTZRange(since, max(clock.now(), since))}
        _move(binding, "remove", changes)

    once(actor, command, "seals.remove", do)


def _installer(actor: Actor, binding: Binding) -> None:
    if not policy.may_install(actor) or binding.provider_id != actor.body_id:
        raise Refused("not_allowed")


def _move(binding: Binding, move: str, changes: Mapping[str, object], reason: str = "") -> None:
    target = BINDING.check(move, binding.status)
    tell(move=move, reason=reason)
    if not Binding.objects.filter(pk=binding.pk, status=binding.status).update(status=target, **changes):
        raise Refused("move_not_possible", move=move, status=binding.status)


def lifted(actor: Actor, order_id: int) -> None:
    """An order is over: its seals are to be taken off, and those only asked for are not needed any more."""
    for binding in Binding.objects.filter(order_id=order_id, status__in=("bound", "in_use")):
        _move(binding, "ask_removal", {"removal_asked_at": clock.now()})
        record(actor, SealToRemove(binding.pk, binding.area, binding.provider_id))
    for binding in Binding.objects.filter(order_id=order_id, status=BindingStatus.ASKED):
        _move(binding, "deny", {}, "order lifted")
