"""Staff care at the desk: members by name with what they carry; one member; what is owed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.care import complain, earned, figures_of, hours
from gangmu.doors.desk.forms import number_of
from gangmu.kernel import clock
from gangmu.support.welfare import actions, policy
from gangmu.support.welfare.forms import ConfideForm, PaidForm, RestForm, ThanksForm, VisitForm
from gangmu.support.welfare.queries import (
    Member,
    commendation_in,
    commendations,
    crossings,
    due_of,
    lines_of,
    loads,
    member_in,
    members,
    rest_balance,
    rests_of,
    visit_in,
    visits,
)
from gangmu.support.welfare.rules import rules_of

SIZE = 50


@page(may=policy.may_see_loads)
def everyone(request: StaffRequest) -> HttpResponse:
    """The members of one's ground by name, each with his load."""
    wanted, start = request.GET.get("q", "").strip()[:60], number_of(request.GET.get("after"))
    found = members(request.scope, wanted, start, SIZE + 1)
    carried = loads(request.scope, [member.user_id for member in found[:SIZE]])
    context = {
        "rows": [(member, carried[member.user_id]) for member in found[:SIZE]],
        "older": start + SIZE if len(found) > SIZE else "",
        "wanted": wanted,
        "cares": policy.may_care(request.actor),
        "crossings": crossings(request.scope),
    }
    return render(request, "desk/care.html", context)


@page(may=policy.may_care)
def member(request: StaffRequest, user_id: int) -> HttpResponse:
    """What one member carries and is owed."""
    one, scope, month = member_in(request.scope, user_id), request.scope, clock.today().replace(day=1)
    balance = rest_balance(scope, user_id)
    context: dict[str, Any] = {
        "member": one,
        "load": (load := loads(scope, [user_id])[user_id]),
        "figures": figures_of(load),
        "balance": {name: hours(getattr(balance, name)) for name in ("owed", "taken", "left")},
        "rests": [(rest, hours(rest.minutes)) for rest in rests_of(scope, user_id)],
        "lines": [(line.month, earned(line, line.rules)) for line in lines_of(scope, user_id)],
        "so_far": [earned(due, rules_of(month).version) for due in due_of(scope, user_id, month)],
        "visits": visits(scope, user_id),
        "thanks": commendations(scope, user_id),
        "rest_form": RestForm(),
        "visit_form": VisitForm(),
        "thanks_form": ThanksForm(),
    }
    return render(request, "desk/care_member.html", context)


@page(may=policy.may_care)
def owed(request: StaffRequest) -> HttpResponse:
    """Visits that are owed, the overdue ones first; thanks that wait for a decision."""
    now = clock.now()
    due = visits(request.scope)
    context = {
        "visits": due,
        "late": sum(1 for visit in due if visit.due_at < now),
        "thanks": commendations(request.scope),
        "paid_form": PaidForm(initial={"on": clock.today().isoformat()}),
        "now": now,
    }
    return render(request, "desk/care_owed.html", context)


def _about(
    request: StaffRequest, user_id: int, form: Any, act: Callable[[Member, dict[str, Any]], Any], text: str
) -> HttpResponse:
    """Something about a member that a form says; what is wrong with it is said all at once."""
    one = member_in(request.scope, user_id)
    if form.is_valid():
        act(one, form.cleaned_data)
        messages.success(request, text)
    else:
        complain(request, form)
    return redirect("desk:care_member", user_id)


@require_POST
@page(may=policy.may_care)
def rest(request: StaffRequest, user_id: int) -> HttpResponse:
    """Record compensatory rest."""

    def act(one: Member, said: dict[str, Any]) -> Any:
        minutes = round(said["hours"] * 60)
        return actions.take_rest(request.actor, command_of(request), one, said["day"], minutes, said["note"])

    return _about(request, user_id, RestForm(request.POST), act, _("Recorded."))


@require_POST
@page(may=policy.may_care)
def owe(request: StaffRequest, user_id: int) -> HttpResponse:
    """Note that a visit is owed."""

    def act(one: Member, said: dict[str, Any]) -> Any:
        return actions.owe_visit(request.actor, command_of(request), one.user_id, one.area, said["because"])

    return _about(request, user_id, VisitForm(request.POST), act, _("Noted: the visit is owed."))


@require_POST
@page(may=policy.may_propose)
def thank(request: StaffRequest, user_id: int) -> HttpResponse:
    """Propose that a member is thanked."""

    def act(one: Member, said: dict[str, Any]) -> Any:
        return actions.propose(request.actor, command_of(request), one, said["text"], said["tasks"])

    return _about(request, user_id, ThanksForm(request.POST), act, _("Proposed. Another leader decides."))


@require_POST
@page(may=policy.may_care)
def visit(request: StaffRequest, visit_id: int, move: str) -> HttpResponse:
    """A visit was paid, or is waived."""
    one, form, command = visit_in(request.scope, visit_id), PaidForm(request.POST), command_of(request)
    if move == "waive":
        actions.waive_visit(request.actor, command, one, request.POST.get("note", ""))
    elif form.is_valid():
        actions.pay_visit(request.actor, command, one, form.cleaned_data["on"], form.cleaned_data["note"])
    else:
        complain(request, form)
    return redirect("desk:care_owed")


@require_POST
@page(may=policy.may_care)
def decide(request: StaffRequest, commendation_id: int) -> HttpResponse:
    """Approve or decline a proposal."""
    one, answer = commendation_in(request.scope, commendation_id), request.POST.get("answer", "")
    approved = request.POST.get("approved") == "1"
    actions.decide(request.actor, command_of(request), one, approved=approved, answer=answer)
    return redirect("desk:care_owed")


@page(may=policy.may_care)
def private(request: StaffRequest, user_id: int) -> HttpResponse:
    """What a member has confided to the leaders of this body: shown for a reason, which is logged."""
    one = member_in(request.scope, user_id)
    context: dict[str, Any] = {"member": one, "form": ConfideForm()}
    if request.method == "POST":
        context["notes"] = actions.open_confided(request.actor, one, request.POST.get("reason", ""))
    return render(request, "desk/care_private.html", context)


@require_POST
@page(may=policy.may_care)
def confide(request: StaffRequest, user_id: int) -> HttpResponse:
    """Write down, sealed, what a member has confided."""

    def act(one: Member, said: dict[str, Any]) -> Any:
        return actions.confide(request.actor, command_of(request), one, said["text"])

    return _about(
        request,
        user_id,
        ConfideForm(request.POST),
        act,
        _("Sealed. Only the leaders of your body can open it."),
    )
