"""Tubes at the desk: where each is, who is in one, from hand to hand, and a laboratory's results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.sampling import actions, policy
from gangmu.control.sampling.forms import ReceiveForm, ResultsForm, SendForm
from gangmu.control.sampling.queries import (
    SHOWS,
    history_of,
    members_in,
    recalls_waiting,
    round_in,
    tube_counts,
    tube_in,
    tubes_in,
)
from gangmu.control.sampling.queries.tubes import PAGE
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries.sampling import lines_of
from gangmu.doors.wordings.sampling import fault_line, state_text
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused


@page(may=policy.may_see)
def tubes(request: StaffRequest, round_id: int) -> HttpResponse:
    """The tubes of a round: those to be looked for first."""
    one = round_in(request.scope, round_id)
    show = request.GET.get("show", "all")
    show, code = show if show in SHOWS else "all", request.GET.get("code", "")
    rows = tubes_in(request.scope, one, show, code, number_of(request.GET.get("after")))
    context = {"round": one, "rows": rows, "show": show, "code": code, "counts": tube_counts(request.scope, one),
               "older": rows[-1][0].pk if len(rows) == PAGE else ""}  # fmt: skip
    return render(request, "desk/sampling_tubes.html", context)


@page(may=policy.may_see)
def tube(request: StaffRequest, tube_id: int) -> HttpResponse:
    """One tube: its way, every word of the laboratory, and who is in it, of those on one's ground."""
    one = tube_in(request.scope, tube_id)
    members, others = members_in(request.scope, one) if policy.may_see_names(request.actor) else ([], 0)
    if members:
        log_access(request.actor, "open", None, f"tube {one.code}")
    context = {
        "tube": one, "members": members, "others": others, "steps": history_of(one), "names": bool(members),
        "results": one.results.select_related("list").order_by("-pk"),
        "recalls": {r.person_id: r for r in recalls_waiting(request.scope, one.round) if r.tube_id == one.pk},
        "may_send": policy.may_send(request.actor), "may_register": policy.may_register(request.actor),
    }  # fmt: skip
    return render(request, "desk/sampling_tube.html", context)


@require_POST
@page(may=policy.may_send)
def tube_move(request: StaffRequest, tube_id: int, move: str) -> HttpResponse:
    """Seal a tube, or give it up as lost or broken."""
    one, command = tube_in(request.scope, tube_id), command_of(request)
    if move == "seal":
        actions.seal(request.actor, command, one.round_id, one.code, clock.now())
    elif move == "void":
        actions.void(request.actor, command, one, request.POST.get("reason", ""))
    else:
        raise Refused("not_found")
    return redirect("desk:sampling_tube", tube_id)


@page(may=policy.may_send)
def send(request: StaffRequest, round_id: int) -> HttpResponse:
    """Hand tubes to a courier: all of them or none."""
    one = round_in(request.scope, round_id)
    waiting = [row.code for row, _inside in tubes_in(request.scope, one, "sealed")]
    form = SendForm(request.POST or None, initial={"tubes": "\n".join(waiting)})
    wrong: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            actions.send(
                request.actor,
                command_of(request),
                one,
                said["tubes"].split(),
                said["courier"],
                said["laboratory"],
            )
        except Refused as refused:
            if refused.code != "tubes_not_sent":
                raise
            wrong = [(code, state_text(why)[0]) for code, why in refused.params["wrong"]]  # type: ignore[attr-defined]
        else:
            messages.success(request, _("Handed over. The laboratory says which of them it has."))
            return redirect("desk:sampling_tubes", round_id)
    context = {"round": one, "form": form, "wrong": wrong}
    return render(request, "desk/sampling_send.html", context, status=422 if form.errors or wrong else 200)


@page(may=policy.may_receive)
def receive(request: StaffRequest, round_id: int) -> HttpResponse:
    """Enter which tubes a laboratory has."""
    one, form = round_in(request.scope, round_id), ReceiveForm(request.POST or None)
    unknown: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        came = actions.receive(request.actor, command_of(request), said["laboratory"], said["tubes"].split())
        unknown = came.unknown
        messages.success(
            request, _("Received: %(n)s. Known before: %(m)s.") % {"n": came.new, "m": came.before}
        )
        if not unknown:
            return redirect("desk:sampling_tubes", round_id)
    context = {"round": one, "form": form, "unknown": unknown}
    return render(request, "desk/sampling_receive.html", context, status=422 if form.errors else 200)


@page(may=policy.may_receive)
def results(request: StaffRequest, round_id: int) -> HttpResponse:
    """Take in a laboratory's file: what can be taken is, and all that is wrong with the rest is said at once."""
    one, form = round_in(request.scope, round_id), ResultsForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"round": one, "form": form, "done": None, "faults": [], "unread": ""}
    if request.method == "POST" and form.is_valid():
        context |= _taken(request, form.cleaned_data["laboratory"], form.cleaned_data["file"])
    wrong = form.errors or context["unread"] or (context["faults"] and not context["done"])
    return render(request, "desk/sampling_results.html", context, status=422 if wrong else 200)


def _taken(request: StaffRequest, laboratory: str, file: Any) -> dict[str, Any]:
    read, unread = lines_of(file, file.name, get_language() or "zh-hans")
    if read is None:
        return {"unread": unread}
    try:
        done = actions.receive_results(request.actor, command_of(request), laboratory, read, file.name)
    except Refused as refused:
        if refused.code != "results_unreadable":
            raise
        return {"faults": [fault_line(*line) for line in refused.params["wrong"]]}  # type: ignore[attr-defined]
    return {
        "done": done,
        "faults": [fault_line(line.row, line.field, line.value, line.code) for line in done.wrong],
    }
