"""An opening that is announced is no alarm: rubbish, a delivery, the doctor, sampling, the trio's own visit."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.seals import policy
from gangmu.control.seals.models import Opening
from gangmu.control.seals.rules import limits
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

AHEAD = timedelta(days=7)


def announce_opening(
    actor: Actor, command: UUID, order: Order, kind: str, since: datetime, until: datetime, note: str = ""
) -> int:
    """Say that the door of an order will open between two moments, and what for; returns the announcement.

    Nobody has to be asked: an announcement is no request. Refused: not_allowed, kind_unknown, order_over,
    opening_times (ends before it begins, is over, longer than the limit allows, or more than a week ahead).
    """
    if not policy.may_announce(actor, order.person_id):
        raise Refused("not_allowed")
    if kind not in Opening.Kind.values:
        raise Refused("kind_unknown")
    now, most = clock.now(), timedelta(hours=limits().longest_hours)
    if not (since < until <= since + most and until > now and since < now + AHEAD):
        raise Refused("opening_times", hours=limits().longest_hours)
    if order.status not in IN_FORCE:
        raise Refused("order_over")

    def do() -> int:
        opening = Opening.objects.create(
            area=order.area, order_id=order.pk, kind=kind, since=since, until=until, note=note.strip()[:200],
            by=actor.key, at=now,
        )  # fmt: skip
        return int(opening.pk)

    return int(once(actor, command, "seals.announce", do))


def call_off(actor: Actor, command: UUID, opening: Opening) -> None:
    """The door stays shut after all; what it has already let pass stays so. Refused: not_allowed."""
    if not policy.may_announce(actor, opening.order.person_id):
        raise Refused("not_allowed")

    def do() -> None:
        Opening.objects.filter(pk=opening.pk, called_off_at=None).update(called_off_at=clock.now())

    once(actor, command, "seals.call_off", do)
