"""What is recorded of a day: readings, which call the medic at once where they must; and ways to the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid4

from gangmu.casework.actions import NewTask, open_task
from gangmu.control.isolation import policy
from gangmu.control.isolation.actions.moving import allow
from gangmu.control.isolation.facts import MedicalOuting, SymptomsNoted
from gangmu.control.isolation.forms import SYMPTOM_CODES, SYMPTOMS
from gangmu.control.isolation.models import Order, Outing, Reading
from gangmu.control.isolation.rules import acts_at_once, rhythm
from gangmu.control.isolation.states import IN_FORCE
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope

MEDIC = "发热或出现症状，医务人员立即联系并上门"  # data of the case, in the language of the office


@dataclass(frozen=True, slots=True)
class Entry:
    """What was read: a temperature in °C, symptoms (codes), or neither, when somebody called and all was well.

    `sampled`: the test of the day was taken at this call.
    """

    channel: str
    temperature: Decimal | None = None
    symptoms: tuple[str, ...] = ()
    sampled: bool = False


def record_reading(actor: Actor, command_id: UUID, order: Order, entry: Entry) -> int:
    """Record a reading of an order in force; fever or symptoms open the medic's task in the same transaction.

    `self` is entered by the resident (a guest, or the system for him), the others by staff. Returns the row.
    Refused: not_allowed, reading_empty, temperature_unlikely, symptom_unknown, order_not_in_force.
    """
    by_himself = entry.channel == Reading.Channel.SELF
    allow(policy.may_record(actor, order.person_id) and by_himself == (actor.user_id is None))
    _sound(entry)
    if order.status not in IN_FORCE:
        raise Refused("order_not_in_force")
    return int(once(actor, command_id, "isolation.record_reading", lambda: kept(actor, order, entry)))


def kept(actor: Actor, order: Order, entry: Entry) -> int:
    """Keep a reading, within a command; call the medic if it must be acted on at once."""
    degrees = float(entry.temperature) if entry.temperature is not None else None
    acted = acts_at_once(degrees, entry.symptoms)
    reading = Reading.objects.create(
        order=order, area=order.area, at=clock.now(), on=clock.today(), temperature=entry.temperature,
        symptoms=list(entry.symptoms), sampled=entry.sampled, channel=entry.channel, acted=acted,
        by_id=actor.user_id,
    )  # fmt: skip
    if acted:
        task, fresh = _call_medic(order)
        if fresh:
            record(actor, SymptomsNoted(task, order.area, order.pk))
    return int(reading.pk)


def _sound(entry: Entry) -> None:
    if entry.channel not in Reading.Channel.values:
        raise Refused("reading_empty")
    if entry.channel != Reading.Channel.DOOR and entry.temperature is None and not entry.symptoms:
        raise Refused("reading_empty")
    if entry.temperature is not None and not Decimal(34) <= entry.temperature <= Decimal(43):
        raise Refused("temperature_unlikely", temperature=str(entry.temperature))
    if unknown := [code for code in entry.symptoms if code not in SYMPTOM_CODES]:
        raise Refused("symptom_unknown", symptom=unknown[0])


def _call_medic(order: Order) -> tuple[int, bool]:
    """The medic's task, and whether it is new: one that is open already is joined."""
    new = NewTask(
        SYMPTOMS, order.incident, order.category, order.person_id, order.area, order.name, order.address,
        known={"what_for": MEDIC, "order": order.pk}, urgent=True, minutes=rhythm().medic_minutes,
    )  # fmt: skip
    return open_task(Scope.system("isolation").actor, uuid4(), new)


def open_for_medical(actor: Actor, command_id: UUID, order: Order, because: str, to: str = "") -> int:
    """Record that the door was opened for medical care: whoever is there opens it, whatever the order says.

    Possible in every state and never a breach; one that is still out is not recorded twice. Returns the row.
    Refused: not_allowed, outing_unknown.
    """
    allow(policy.may_record(actor, order.person_id))
    if because not in Outing.Because.values:
        raise Refused("outing_unknown")

    def do() -> int:
        opened = {
            "area": order.area, "because": because, "to": to.strip()[:120], "left_at": clock.now(),
            "by_id": actor.user_id,
        }  # fmt: skip
        outing, fresh = Outing.objects.get_or_create(order=order, back_at=None, defaults=opened)
        if fresh:
            record(actor, MedicalOuting(order.pk, order.area, because))
        return int(outing.pk)

    return int(once(actor, command_id, "isolation.open_for_medical", do))


def back_from_medical(actor: Actor, command_id: UUID, order: Order) -> None:
    """Note that he is back. Refused('not_allowed')."""
    allow(policy.may_record(actor, order.person_id))
    now = clock.now()

    def do() -> None:
        Outing.objects.filter(order=order, back_at=None).update(back_at=now)

    once(actor, command_id, "isolation.back", do)
