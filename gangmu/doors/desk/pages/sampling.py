"""Rounds of sampling at the desk: the list, a new one, how far each has come, unit by unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.sampling import actions, policy
from gangmu.control.sampling.actions import NewRound
from gangmu.control.sampling.forms import RoundForm
from gangmu.control.sampling.queries import (
    cover,
    covered,
    parked_in,
    recalls_waiting,
    round_in,
    rounds_in,
    sites_in,
    tube_counts,
)
from gangmu.control.sampling.states import ROUND
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.queries.sampling import incident_choices, incident_of, unit_choices
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused

MINUTES = "%Y-%m-%dT%H:%M"
COLUMNS = ("required", "sampled", "valid", "refused", "away", "exempt", "missing")


@page(may=policy.may_see)
def rounds(request: StaffRequest) -> HttpResponse:
    """The rounds of one's ground with how far each has come there."""
    over = request.GET.get("over") == "1"
    found = rounds_in(request.scope, over=over)
    lines = covered(request.scope, found)
    context = {
        "rows": [(one, lines[one.pk]) for one in found],
        "over": over,
        "may_plan": policy.may_plan(request.actor),
    }
    return render(request, "desk/sampling.html", context)


@page(may=policy.may_plan)
def new_round(request: StaffRequest) -> HttpResponse:
    """Plan a round; nobody is required before it is opened."""
    now = clock.now().astimezone(clock.CIVIL)
    first = {
        "begins_at": now.strftime(MINUTES),
        "ends_at": (now.replace(hour=23, minute=59)).strftime(MINUTES),
    }
    choices: dict[str, Any] = {
        "incidents": incident_choices(request.scope),
        "units": unit_choices(request.scope),
    }
    form = RoundForm(request.POST or None, initial=first, **choices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        incident = incident_of(request.scope, said.pop("incident"))
        made = actions.plan(request.actor, command_of(request), NewRound(incident=incident, **said))
        messages.success(
            request, _("Planned. Open it when the sites are ready: that draws who must be sampled.")
        )
        return redirect("desk:sampling_round", made)
    return render(request, "desk/sampling_new.html", {"form": form}, status=422 if form.errors else 200)


@page(may=policy.may_see)
def one_round(request: StaffRequest, round_id: int) -> HttpResponse:
    """How far a round has come on a unit, its sites and tubes, and what waits for somebody."""
    one = round_in(request.scope, round_id)
    board = cover(request.scope, one, request.GET.get("unit", ""))
    names = policy.may_see_names(request.actor)
    moves = {move.name for move in ROUND.open_moves(one.status)} if policy.may_plan(request.actor) else set()
    here = reverse("desk:sampling_round", args=[round_id])
    context = {
        "round": one,
        "board": board,
        "crumbs": [(unit.name, f"{here}?unit={unit.code}") for unit in board.above[:-1]],
        "columns": COLUMNS,
        "sites": sites_in(request.scope, one)[:20],
        "tubes": tube_counts(request.scope, one),
        "recalls": recalls_waiting(request.scope, one) if names else [],
        "parked": parked_in(request.scope, one) if policy.may_settle(request.actor) else [],
        "moves": moves,
        "names": names,
        "may_send": policy.may_send(request.actor),
        "may_receive": policy.may_receive(request.actor),
        "may_settle": policy.may_settle(request.actor),
    }
    part = "desk/_sampling_cover.html" if request.htmx else "desk/sampling_round.html"
    return render(request, part, context)


@require_POST
@page(may=policy.may_plan)
def move(request: StaffRequest, round_id: int, move: str) -> HttpResponse:
    """Open, close or give up a round."""
    one, command = round_in(request.scope, round_id), command_of(request)
    if move == "open":
        required = actions.open_round(request.actor, command, one)
        messages.success(request, _("The round runs. To be sampled: %(n)s.") % {"n": f"{required:,}"})
    elif move == "close":
        actions.close(request.actor, command, one)
        messages.success(request, _("The round is over. What is still on its way counts when it arrives."))
    elif move == "cancel":
        actions.cancel(request.actor, command, one, request.POST.get("reason", ""))
    else:
        raise Refused("not_found")
    return redirect("desk:sampling_round", round_id)
