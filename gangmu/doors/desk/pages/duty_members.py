"""Leave, swaps and wishes of members, for whoever decides on their ground."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.ground.duty import actions, policy
from gangmu.ground.duty.forms import LeaveForm
from gangmu.ground.duty.queries import members
from gangmu.ground.duty.queries.swaps import above_by
from gangmu.kernel.lifecycle import Refused
from gangmu.support.welfare.queries import loads


@page(may=policy.may_plan)
def leave(request: StaffRequest) -> HttpResponse:
    """What waits for a decision, who is away, what members wish; and leave to be entered for somebody."""
    scope, text = request.scope, request.GET.get("who", "").strip()[:40]
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = members.member_of_ground(scope, number_of(request.POST.get("user")))
        data = form.cleaned_data
        given = (data["kind"], data["first"], data["last"])
        actions.enter_leave(request.actor, command_of(request), user, *given)
        messages.success(request, _("Leave of %(who)s entered.") % {"who": user.name})
        return redirect("desk:leave")
    swaps = members.swaps_waiting(scope)
    context = {
        "waiting": members.leave_waiting(scope),
        "swaps": list(zip(swaps, above_by(scope, swaps), strict=True)),
        "loads": loads(scope, {user for swap in swaps for user in (swap.giver_id, swap.taker_id)}),
        "ahead": members.leave_ahead(scope),
        "wishes": members.wishes_ahead(scope),
        "who": text,
        "found": members.members_of_ground(scope, text) if text else [],
        "form": form,
        "command": uuid4(),
    }
    return render(request, "desk/leave.html", context, status=422 if form.errors else 200)


@require_POST
@page(may=policy.may_plan)
def decide_leave(request: StaffRequest, leave_id: int) -> HttpResponse:
    """Approve a leave, refuse it with a reason, or end it."""
    one, command = members.leave_in(request.scope, leave_id), command_of(request)
    match request.POST.get("answer"):
        case "approve":
            n = actions.approve_leave(request.actor, command, one)
            text = ngettext(
                "Approved. %(n)s shift has nobody now.", "Approved. %(n)s shifts have nobody now.", n
            )
            messages.success(request, text % {"n": n})
        case "refuse":
            actions.refuse_leave(request.actor, command, one, request.POST.get("reason", ""))
        case "withdraw":
            actions.withdraw_leave(request.actor, command, one)
        case _:
            raise Refused("command_missing")
    return redirect("desk:leave")


@require_POST
@page(may=policy.may_plan)
def decide_swap(request: StaffRequest, swap_id: int) -> HttpResponse:
    """Approve a swap, or refuse it with a reason."""
    one, command = members.swap_in(request.scope, swap_id), command_of(request)
    if request.POST.get("answer") == "approve":
        actions.approve_swap(request.actor, command, one, request.POST.get("over_cap", ""))
        messages.success(request, _("Approved: the shifts have changed hands."))
    else:
        actions.refuse_swap(request.actor, command, one, request.POST.get("reason", ""))
    return redirect("desk:leave")


@require_POST
@page(may=policy.may_plan)
def firm(request: StaffRequest, wish_id: int) -> HttpResponse:
    """Grant a wished day off, or no longer."""
    one = members.wish_in(request.scope, wish_id)
    actions.make_firm(request.actor, one, request.POST.get("firm") == "yes")
    return redirect("desk:leave")
