"""What a call at the door means for the order: a reading, needs, a transfer that its organ is asked to decide."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from gangmu.casework.models import Task
from gangmu.casework.rules import ReportForm
from gangmu.control.isolation.actions.asking import ask
from gangmu.control.isolation.actions.watching import Entry, kept, open_for_medical
from gangmu.control.isolation.forms import AtHome, SeenByMedic
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.ground.register.actions import note_need
from gangmu.kernel.scope import Actor

TENTH = Decimal("0.1")


def receive(actor: Actor, task: Task, form: ReportForm) -> None:
    """A report of a call that has won: it is kept with the order of the person, if that is still in force."""
    order = Order.objects.filter(
        person_id=task.person_id or 0, incident_id=task.incident_id, status__in=IN_FORCE
    ).first()
    if order is None or not isinstance(form, AtHome):
        return
    degrees = None if form.temperature is None else Decimal(str(form.temperature)).quantize(TENTH)
    kept(actor, order, Entry("door", degrees, tuple(form.symptoms), bool(form.sampled)))
    for kind in form.care_needs:
        note_need(actor, uuid4(), int(task.person_id or 0), order.area, order.incident_id, kind, "door")
    if isinstance(form, SeenByMedic) and form.next_step == "transfer":
        open_for_medical(actor, uuid4(), order, "transfer")
        ask(actor, order, Order.Ask.TRANSFER)
