"""The end of an incident at the desk: dry run, what stays, freeze, destruction, certificate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from gangmu.command.sunset import actions, policy, queries
from gangmu.command.sunset.forms import DestroyForm, KeepForm, ReasonForm
from gangmu.command.sunset.rules import registry
from gangmu.command.sunset.states import CLOSING
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.care import complain
from gangmu.doors.texts import worded
from gangmu.doors.wordings.rates import RUNNING
from gangmu.kernel.paper import printed


@page(may=policy.may_see_closings)
def incidents(request: StaffRequest) -> HttpResponse:
    """The incidents of one's ground, and how far their end is."""
    rows = [
        (one, closing, policy.may_close(request.actor, one) and closing is None and one.pack != "everyday")
        for one, closing in queries.incidents_in(request.scope)
    ]
    return render(request, "desk/incidents.html", {"rows": rows})


@require_POST
@page(may=policy.may_see_closings)
def prepare(request: StaffRequest, incident_id: int) -> HttpResponse:
    """Begin with a dry run, or make it anew."""
    queries.incident_in(request.scope, incident_id)
    pk = actions.prepare(request.actor, command_of(request), incident_id, request.POST.get("reason", ""))
    messages.success(request, _("The dry run is made. Nothing was changed."))
    return redirect("desk:closing", pk)


@page(may=policy.may_see_closings)
def closing(request: StaffRequest, closing_id: int) -> HttpResponse:
    """How far the end of an incident is: what would go or went, what stays and why, who decided."""
    one = queries.closing_in(request.scope, closing_id)
    moves = {move.name for move in CLOSING.open_moves(one.status)}
    gone = {name: line for name, line in one.gone.items() if name != "blackened"}
    context = {
        "closing": one,
        "tables": [(name, n, gone.get(name)) for name, n in one.found.items() if n or name in gone],
        "found": sum(one.found.values()),
        "gone": sum(line["rows"] for line in gone.values()),
        "blackened": one.gone.get("blackened", {}).get("rows", 0),
        "kept": [(kept, queries.group_name(kept.group)) for kept in queries.kept_in(one)],
        "running": [(*RUNNING[kind], n) for kind, n in queries.still_running(one).items()],
        "steps": queries.steps_of(one),
        "copies": [(worded(c.name, c.english), worded(c.what, c.what_english)) for c in registry().copies],
        "digest": bytes(one.digest).hex(),
        "moves": moves if policy.may_close(request.actor, one.incident) else set(),
        "reason_form": ReasonForm(),
        "destroy_form": DestroyForm(),
        "keep_form": KeepForm(),
        "own": one.frozen_by_id == request.actor.user_id,
    }
    return render(request, "desk/closing.html", context)


@require_POST
@page(may=policy.may_see_closings)
def move(request: StaffRequest, closing_id: int, move: str) -> HttpResponse:
    """Take a step: keep, keep_no_longer, freeze, thaw, call_off, destroy; all that is wrong is said at once."""
    queries.closing_in(request.scope, closing_id)
    forms = {"keep": KeepForm, "destroy": DestroyForm}
    form = forms.get(move, ReasonForm)(request.POST)
    if not form.is_valid():
        complain(request, form)
        return redirect("desk:closing", closing_id)
    said, given = form.cleaned_data, (request.actor, command_of(request), closing_id)
    acts: dict[str, Callable[[], Any]] = {
        "keep": lambda: actions.keep(*given, actions.Assessment(**said)),
        "keep_no_longer": lambda: actions.keep_no_longer(
            *given, request.POST.get("group", ""), said["reason"]
        ),
        "freeze": lambda: actions.freeze(*given, said["reason"]),
        "thaw": lambda: actions.thaw(*given, said["reason"]),
        "call_off": lambda: actions.call_off(*given, said["reason"]),
        "destroy": lambda: actions.destroy(*given, said["reason"], said["backups_until"]),
    }
    if move in acts:
        acts[move]()
        messages.success(request, _("Recorded."))
    return redirect("desk:closing", closing_id)


@page(may=policy.may_see_closings)
def certificate(request: StaffRequest, closing_id: int) -> HttpResponse:
    """The certificate as PDF; `?language=en` for English."""
    one = queries.closing_in(request.scope, closing_id)
    with override("en" if request.GET.get("language") == "en" else "zh-hans"):
        pdf = printed(queries.certificate_letter(one))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="certificate-{one.pk}.pdf"'
    return answer
