"""A person's file: masked, its opening logged; one value at a time in the open, with a reason that he can read."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gangmu.casework.actions import contact
from gangmu.casework.policy import may_contact
from gangmu.control.sampling.queries import pools_of_person
from gangmu.control.sampling.rules.codes import person_code
from gangmu.control.zones.queries import standing, zones_at
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.codes import qr
from gangmu.doors.desk import policy
from gangmu.doors.desk.forms import RevealForm
from gangmu.doors.desk.queries import place_names
from gangmu.doors.desk.queries.persons import (
    last_contact,
    looks_of,
    open_task_of,
    opened,
    person_in,
    presences_of,
    questions_of,
    results_of,
    tasks_of,
)
from gangmu.governance.needs.policy import may_note
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.organization.policy import may_reveal


@page(may=policy.may_open_person)
def file(request: StaffRequest, person_id: int) -> HttpResponse:
    """What is known about a person on one's ground, and who looked."""
    person = person_in(request.scope, person_id)
    log_access(request.actor, "open", person.pk, "person file")
    presences = presences_of(request.scope, person)
    tasks = tasks_of(request.scope, person)
    names = place_names([p.area for p in presences] + [t.area for t in tasks])
    here = [presence for presence in presences if presence.until is None]
    zones = zones_at(request.scope, [(p.pk, p.area, person.pk) for p in here])
    context = {
        "person": person,
        "presences": [(p, names.get(p.area, "")) for p in presences],
        "tasks": [(t, names.get(t.area, "")) for t in tasks],
        "last": last_contact(tasks),
        "results": results_of(request.scope, person),
        "code": person_code(person.pk),
        "qr": qr(person_code(person.pk)),
        "pools": pools_of_person(request.scope, person.pk),
        "questions": questions_of(request.scope, person),
        "looks": looks_of(request.scope, person),
        "may_note": may_note(request.actor),
        "may_reveal": may_reveal(request.actor),
        "over": [standing(zone) for zone in {z.pk: z for z in zones.values()}.values()],
    }
    return render(request, "desk/person.html", context)


@require_POST
@page(may=may_reveal)
def reveal(request: StaffRequest, person_id: int, what: str) -> HttpResponse:
    """One sealed value in the open; the log line is written in the same transaction.

    Whoever wants the phone to call him is noted in the open task, so that the next one sees it before he dials.
    """
    form = RevealForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    person = person_in(request.scope, person_id)
    value = opened(person, what)
    note = f"{form.cleaned_data['reason']} {form.cleaned_data['note']}".strip()
    task = open_task_of(request.scope, person) if what == "phone" and may_contact(request.actor) else None
    if task and form.cleaned_data["reason"] == "contact":
        contact(request.actor, uuid4(), task, note)
    else:
        log_access(request.actor, "reveal", person.pk, what, note)
    return render(request, "desk/_revealed.html", {"value": value})
