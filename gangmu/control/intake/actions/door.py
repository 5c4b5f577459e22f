"""What a report of ground verification means for the register, and what closing one means."""

from __future__ import annotations

from collections.abc import Sequence

from gangmu.casework.models import Task
from gangmu.casework.rules import ReportForm
from gangmu.control.intake.forms import GONE, Corrected, Found
from gangmu.control.isolation.actions import propose_for
from gangmu.ground.register.actions import AtDoor, add_at_door, correct, end_presence
from gangmu.kernel.scope import Actor


def receive(actor: Actor, task: Task, form: ReportForm) -> None:
    """Those met behind the door become persons with presences; corrections are made where they belong."""
    if isinstance(form, Found) and form.co_residents:
        people = [AtDoor(one.name, one.document, one.phone) for one in form.co_residents]
        add_at_door(actor, task.area, task.incident_id, task.address, task.person_id, people)
    if isinstance(form, Corrected) and task.person_id:
        if form.right_name or form.right_phone or form.right_document:
            correct(actor, task.person_id, task.area, form.right_name, form.right_phone, form.right_document)
        if form.right_name:
            Task.objects.filter(pk=task.pk).update(name=form.right_name)


def close_verified(actor: Actor, tasks: Sequence[tuple[int, str]]) -> None:
    """Whoever was verified not to be at a place has no presence there any more; who was found may need an order."""
    propose_for(actor, [task_id for task_id, outcome in tasks if outcome == "found"])
    gone = [task_id for task_id, outcome in tasks if outcome in GONE]
    found = Task.objects.filter(pk__in=gone, person_id__isnull=False)
    for person, area, incident in found.values_list("person_id", "area", "incident_id"):
        end_presence(actor, person, area, incident)
