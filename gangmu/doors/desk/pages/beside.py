"""Two reports of one door: both versions side by side, one tap to say which counts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.casework import policy
from gangmu.casework.actions import settle
from gangmu.casework.queries import Pair, reports_beside
from gangmu.casework.states import Status
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.queries.answers import answer_lines


@page(may=policy.may_settle)
def both(request: StaffRequest) -> HttpResponse:
    """Reports that came too late, or of doors that had left the trio: oldest first, beside what counts."""
    pairs = [_shown(pair, request.actor.user_id) for pair in reports_beside(request.scope)]
    return render(request, "desk/beside.html", {"pairs": pairs})


@require_POST
@page(may=policy.may_settle)
def decide(request: StaffRequest, report_id: int) -> HttpResponse:
    """The earlier one stands, or the later one counts instead."""
    settle(request.actor, command_of(request), report_id, request.POST.get("counts") == "late")
    messages.success(request, _("Decided. Both stay with the case."))
    return redirect("desk:beside")


def _shown(pair: Pair, user: int | None) -> dict[str, Any]:
    late, standing = pair.late, pair.standing
    first = {name: value for name, value, _tone in answer_lines(pair.task, standing)} if standing else {}
    second = {name: value for name, value, _tone in answer_lines(pair.task, late)}
    lines = [(name, first.get(name), second.get(name)) for name in {**first, **second}]
    own = user in (late.by_id, standing.by_id if standing else None)
    return {
        "task": pair.task, "late": late, "standing": standing, "lines": lines, "own": own,
        "may_count": standing is not None and pair.task.status == Status.REPORTED,
    }  # fmt: skip
