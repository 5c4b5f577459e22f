"""The slots of a day: expected, arrived with the first list that is committed, or declared empty."""

from __future__ import annotations

from datetime import date, datetime

from gangmu.control.intake import policy
from gangmu.control.intake.models import Slot
from gangmu.control.intake.queries.batches import TIMES
from gangmu.control.intake.states import BatchStatus
from gangmu.ground.incidents.models import Incident
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def open_slots(actor: Actor, incident: Incident, day: date) -> list[Slot]:
    """The four slots of a day, made if they are not there yet."""
    for name, at in TIMES.items():
        expected = datetime.combine(day, at, tzinfo=clock.CIVIL)
        Slot.objects.get_or_create(incident=incident, day=day, name=name, defaults={"expected_at": expected})
    return list(Slot.objects.filter(incident=incident, day=day).order_by("expected_at", "id"))


def declare_empty(actor: Actor, slot: Slot) -> None:
    """The sender says that nothing comes in this slot; a file that comes all the same is still taken.

    Refused: not_allowed, slot_arrived.
    """
    if not policy.may_push(actor):
        raise Refused("not_allowed")
    if not Slot.objects.filter(pk=slot.pk, arrived_at=None).update(
        declared_empty_at=clock.now(), declared_empty_by_id=actor.user_id
    ):
        raise Refused("slot_arrived")


def not_arrived(batch_id: int) -> None:
    """The slot of a batch that came to nothing waits again, unless another file came in it."""
    slots = Slot.objects.filter(batches=batch_id)
    slots.exclude(batches__status__in=[BatchStatus.QUEUED, BatchStatus.DONE]).update(arrived_at=None)
