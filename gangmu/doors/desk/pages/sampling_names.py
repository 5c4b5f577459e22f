"""Names behind the numbers of a round: who is missing and why, who is called back, what could not be registered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.sampling import actions, policy
from gangmu.control.sampling.forms import MissedForm
from gangmu.control.sampling.models import Required
from gangmu.control.sampling.queries import missing_names, parked_one, recall_in, required_in, round_in
from gangmu.control.sampling.queries.tubes import PAGE
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries import place_names
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused


@page(may=policy.may_see_names)
def missing(request: StaffRequest, round_id: int) -> HttpResponse:
    """Who must be sampled and is in no tube, on a unit or grid of one's ground; the look is noted."""
    one, why, code = (
        round_in(request.scope, round_id),
        request.GET.get("why", ""),
        request.GET.get("unit", ""),
    )
    scope = request.scope
    if code:
        unit = unit_by_code(code)
        where = unit.jurisdiction if unit else _grid(code)
        if not where <= scope.jurisdiction:
            raise Refused("not_found")
        scope = scope.narrowed(where)
    why = why if why in Required.Missed.values else ""
    rows = missing_names(scope, one, why, number_of(request.GET.get("after")))
    log_access(request.actor, "open", None, f"sampling {round_id} {why or 'missing'} {code}")
    names = place_names([row.area for row in rows])
    context = {
        "round": one, "rows": [(row, names.get(row.area, "")) for row in rows], "why": why, "unit": code,
        "whys": Required.Missed.choices, "older": rows[-1].pk if len(rows) == PAGE else "",
        "form": MissedForm(), "may_note": policy.may_note_missed(request.actor),
    }  # fmt: skip
    return render(request, "desk/sampling_missing.html", context)


def _grid(code: str) -> Jurisdiction:
    """The ground of a grid of 15 digits; Refused('not_found')."""
    if len(code) != 15 or not code.isascii() or not code.isdigit():
        raise Refused("not_found")
    return Jurisdiction.of(code)


@require_POST
@page(may=policy.may_note_missed)
def missed(request: StaffRequest, required_id: int) -> HttpResponse:
    """Say why somebody was not sampled, or take it back."""
    required = required_in(request.scope, required_id)
    said = request.POST
    actions.note_missed(
        request.actor, command_of(request), required, said.get("missed", ""), said.get("because", "")
    )
    messages.success(request, _("Noted."))
    return redirect(request.headers.get("Referer") or "desk:sampling")


@require_POST
@page(may=policy.may_settle)
def recall(request: StaffRequest, recall_id: int) -> HttpResponse:
    """End a recall that no swab can end."""
    found = recall_in(request.scope, recall_id)
    actions.settle_recall(request.actor, command_of(request), found, request.POST.get("reason", ""))
    return redirect("desk:sampling_round", found.tube.round_id)


@require_POST
@page(may=policy.may_settle)
def parked(request: StaffRequest, parked_id: int) -> HttpResponse:
    """Register what was parked in the tube that it is in, or say why not."""
    found, command = parked_one(request.scope, parked_id), command_of(request)
    if request.POST.get("act") == "drop":
        actions.drop(request.actor, command, found, request.POST.get("reason", ""))
    else:
        tube, name = request.POST.get("tube", ""), request.POST.get("name", "")
        actions.register_parked(request.actor, command, found, tube, name)
        messages.success(request, _("Registered."))
    return redirect("desk:sampling_round", found.round_id)
