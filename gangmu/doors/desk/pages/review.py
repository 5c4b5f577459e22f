"""The queues of the two gates: a report beside the laboratory's results, one key to pass, one to return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.casework import policy
from gangmu.casework.actions import compare, release, return_
from gangmu.casework.queries import case, proofs_of
from gangmu.control.sampling.queries import pools_of_person
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries import place_names
from gangmu.doors.desk.queries.answers import answer_lines
from gangmu.doors.desk.queries.cases import first_pass, gates_of, queue
from gangmu.doors.texts import known_facts, refusal_text
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

MOST_SKIPPED = 50  # what was left for later before that comes again


def _reasons() -> list[str]:
    return [
        _("Result and report disagree"),
        _("Identity not verified"),
        _("People of the household missing"),
        _("Place does not fit the grid"),
        _("Control measures not stated"),
        _("Sample missing"),
    ]


def _context(scope: Scope, gate: str, skip: Sequence[int] = ()) -> dict[str, Any]:
    waiting = queue(scope, gate, size=8, skip=skip)
    if not waiting:  # all have been left for later: the first of them comes again
        waiting, skip = queue(scope, gate, size=8), ()
    look = waiting[0] if waiting else None
    context: dict[str, Any] = {
        "gate": gate, "gates": gates_of(scope.actor), "look": look, "following": waiting[1:],
        "command": uuid4(), "reasons": _reasons(),
        "skipped": [one for one in skip if look and one != look.task.pk],
    }  # fmt: skip
    if look and look.report:
        context["answers"] = answer_lines(look.task, look.report)
        context["proofs"] = proofs_of(look.task, look.report)
        context["facts"] = known_facts(look.task.known)
        context["pools"] = pools_of_person(scope, look.task.person_id, look.task.created_at)
        context["place"] = place_names([look.task.area]).get(look.task.area, "")
    reviewed, passed = first_pass(scope)
    return context | {"reviewed": reviewed, "share": passed / reviewed if reviewed else None}


def _gate(request: StaffRequest) -> str:
    gates = gates_of(request.actor)
    asked = request.POST.get("gate") or request.GET.get("gate", "")
    return asked if asked in gates else gates[0]


def _left(said: QueryDict) -> list[int]:
    """The cases that are left for later: they stay behind while others are decided."""
    return [number_of(one) for one in said.getlist("skip")][-MOST_SKIPPED:]


@page(may=policy.may_review)
def queue_page(request: StaffRequest) -> HttpResponse:
    """The most urgent report at one's gate, the next ones beside it; each `?skip=` leaves one for later."""
    context = _context(request.scope, _gate(request), _left(request.GET))
    return render(request, "desk/_review.html" if request.htmx else "desk/review.html", context)


def _decided(request: StaffRequest, gate: str, decide: Callable[[], None]) -> HttpResponse:
    note: dict[str, Any] = {}
    try:
        decide()
    except Refused as refused:
        if refused.code == "not_found":
            raise
        note["refusal"] = refusal_text(refused)
    context = _context(request.scope, gate, _left(request.POST))
    return render(request, "desk/_review.html", context | note)


@require_POST
@page(may=policy.may_review)
def passed(request: StaffRequest, task_id: int) -> HttpResponse:
    """The report agrees with the results (compare), or may go out (release)."""
    gate, command, task = _gate(request), command_of(request), case(request.scope, task_id)
    act = compare if gate == "compare" else release
    return _decided(request, gate, lambda: act(request.actor, command, task))


@require_POST
@page(may=policy.may_review)
def returned(request: StaffRequest, task_id: int) -> HttpResponse:
    """Back to the trio, with the reason."""
    gate, command, task = _gate(request), command_of(request), case(request.scope, task_id)
    parts = [*request.POST.getlist("chip"), request.POST.get("reason", "")]
    reason = "；".join(part.strip() for part in parts if part.strip())[:300]
    return _decided(request, gate, lambda: return_(request.actor, command, task, reason))
