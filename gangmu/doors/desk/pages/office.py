"""The joint office's desk: doubtful rows one at a time, one key to choose; the next row comes by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.intake import policy
from gangmu.control.intake.actions import decide_identity, decide_outside, decide_place, refuse_row
from gangmu.control.intake.queries import (
    Waiting,
    identity_pairs,
    masked_given,
    next_waiting,
    settled_row,
)
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries.doubt import (
    candidates_of,
    found_villages,
    known_persons,
    lesson_of,
    steps_of,
    town_map,
)
from gangmu.doors.desk.queries.words import reason_text
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope


def _context(scope: Scope, waiting: Waiting | None) -> dict[str, Any]:
    context: dict[str, Any] = {"waiting": waiting, "command": uuid4()}
    if waiting is None:
        return context
    row = waiting.row
    context |= {"row": row, "reasons": [reason_text(code) for code in row.reasons]}
    if waiting.identity:
        persons = known_persons(scope, identity_pairs(scope, waiting))
        return context | {"persons": persons, "given": masked_given(row)}
    candidates = candidates_of(scope, waiting)
    town = 0 if row.match == "county" else row.area  # of a zone only its first town could be drawn
    return context | {
        "candidates": candidates,
        "steps": steps_of(row),
        **lesson_of(waiting),
        "map": town_map(town, [c["area"] for c in candidates]),
        "back_reasons": [
            _("No such address; ask the person"),
            _("Not one address but several"),
            _("Not our incident"),
        ],
    }


@page(may=policy.may_decide)
def desk(request: StaffRequest, row_id: int = 0) -> HttpResponse:
    """One doubtful row with everything that helps to decide it; `?after=` skips one for now."""
    waiting = next_waiting(request.scope, row_id, number_of(request.GET.get("after")))
    context = _context(request.scope, waiting)
    if row_id and waiting is None:
        settled = settled_row(request.scope, row_id)
        if settled is None:
            raise Refused("not_found")
        context["settled"] = settled
    return render(request, "desk/_office.html" if request.htmx else "desk/office.html", context)


def _decided(request: StaffRequest, row_id: int, decide: Callable[[], str]) -> HttpResponse:
    """Carry a decision out and show the next row; whoever lost a race is told who was faster."""
    note: dict[str, Any] = {}
    try:
        note["outcome"] = decide()
    except Refused as refused:
        if refused.code != "row_settled":
            raise
        note["settled"] = settled_row(request.scope, row_id)
    waiting = next_waiting(request.scope, after=row_id)
    return render(request, "desk/_office.html", _context(request.scope, waiting) | note)


@require_POST
@page(may=policy.may_decide)
def place(request: StaffRequest, row_id: int) -> HttpResponse:
    """The row lies in this village or grid; the marked piece of its address is learnt if asked.

    Not from where the person is `known` to be: what he said of it is another place.
    """
    known, area = number_of(request.POST.get("known")), number_of(request.POST.get("area"))
    learn = request.POST.get("learn", "")[:80] if request.POST.get("teach") and not known else ""
    command = command_of(request)
    return _decided(
        request, row_id, lambda: decide_place(request.actor, command, row_id, known or area, learn)
    )


@require_POST
@page(may=policy.may_decide)
def identity(request: StaffRequest, row_id: int) -> HttpResponse:
    """The row is this known person, or somebody new."""
    person = number_of(request.POST.get("person")) or None
    command = command_of(request)
    return _decided(request, row_id, lambda: decide_identity(request.actor, command, row_id, person))


@require_POST
@page(may=policy.may_decide)
def outside(request: StaffRequest, row_id: int) -> HttpResponse:
    """The person is not in this city."""
    command = command_of(request)
    return _decided(request, row_id, lambda: decide_outside(request.actor, command, row_id))


@require_POST
@page(may=policy.may_decide)
def refuse(request: StaffRequest, row_id: int) -> HttpResponse:
    """Back to whoever pushed it, with the reason."""
    command, reason = command_of(request), request.POST.get("reason", "")
    return _decided(request, row_id, lambda: refuse_row(request.actor, command, row_id, reason))


@page(may=policy.may_decide)
def villages(request: StaffRequest, row_id: int) -> HttpResponse:
    """Other villages whose name holds what was typed."""
    found = found_villages(request.scope, request.GET.get("q", "").strip()[:40])
    return render(request, "desk/_villages.html", {"villages": found, "row_id": row_id, "command": uuid4()})
