"""Somebody of one's ground as a resident who needs something: where he is, and for what we may know him."""

from __future__ import annotations

from gangmu.control.isolation.queries import orders_of_person
from gangmu.control.isolation.states import LIVE
from gangmu.doors.desk.queries.persons import open_task_of, person_in, presences_of
from gangmu.doors.orders import resident_of
from gangmu.governance.needs.actions import Resident
from gangmu.ground.incidents.queries import open_incidents
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope


def resident_in(scope: Scope, person_id: int) -> Resident:
    """By his order, else his open task, else where he lives and the everyday incident.

    Refused: not_found, no_incident (nothing is open on this ground).
    """
    person = person_in(scope, person_id)
    live = [one for one in orders_of_person(scope, person_id) if one.status in LIVE]
    if live:
        return resident_of(live[0])
    task = open_task_of(scope, person)
    if task is not None:
        return Resident(person_id, task.incident, task.area, person.name, task.address, task.category)
    home = presences_of(scope, person)[0]
    door = home.household.label if home.household else home.address
    incidents = sorted(open_incidents(scope), key=lambda one: one.pack != "everyday")
    if not incidents:
        raise Refused("no_incident")
    return Resident(person_id, incidents[0], home.area, person.name, door)
