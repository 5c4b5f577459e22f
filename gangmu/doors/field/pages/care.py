"""One's own hours, rest and allowances; thanks for a colleague. Nothing here is about others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangmu.doors.access import StaffRequest, command_of, everybody, page
from gangmu.doors.care import complain, earned, figures_of, hours
from gangmu.kernel import clock
from gangmu.support.welfare import actions, policy
from gangmu.support.welfare.forms import ColleagueForm
from gangmu.support.welfare.queries import (
    commendations,
    due_of,
    lines_of,
    loads,
    member_in,
    members,
    rest_balance,
    visits,
)
from gangmu.support.welfare.rules import rules_of

COLLEAGUES = 100


@page(may=everybody)
def mine(request: StaffRequest) -> HttpResponse:
    """What is mine."""
    scope, me, month = request.scope, request.user.pk, clock.today().replace(day=1)
    balance = rest_balance(scope, me)
    context = {
        "load": loads(scope, [me])[me],
        "figures": figures_of(loads(scope, [me])[me]),
        "left": hours(balance.left),
        "owed": hours(balance.owed),
        "taken": hours(balance.taken),
        "so_far": [earned(due, rules_of(month).version) for due in due_of(scope, me, month)],
        "lines": [(line.month, earned(line, line.rules)) for line in lines_of(scope, me)],
        "visits": visits(scope, me),
        "thanks": [one for one in commendations(scope, me) if one.status == "approved"],
        "may_thank": policy.may_propose(request.actor),
    }
    return render(request, "field/care.html", context)


@page(may=policy.may_propose)
def thank(request: StaffRequest) -> HttpResponse:
    """Propose that a colleague of one's ground is thanked."""
    found = members(request.scope, size=COLLEAGUES)
    colleagues = [(one.user_id, one.name) for one in found if one.user_id != request.user.pk]
    form = ColleagueForm(colleagues, request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            said = form.cleaned_data
            who = member_in(request.scope, int(said["colleague"]))
            actions.propose(request.actor, command_of(request), who, said["text"], said["tasks"])
            messages.success(request, _("Proposed. A leader decides."))
            return redirect("field:care")
        complain(request, form)
    return render(request, "field/thank.html", {"form": form}, status=422 if form.errors else 200)
