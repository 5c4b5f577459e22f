"""Needs, complaints and objections of residents: what waits, and one with its answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.care import complain
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries import place_names
from gangmu.doors.desk.queries.asking import resident_in
from gangmu.doors.texts import worded
from gangmu.governance.needs import actions, policy
from gangmu.governance.needs.forms import AnswerForm, NoteForm
from gangmu.governance.needs.queries import PAGE, STATES, need_in, needs
from gangmu.governance.needs.rules import rules
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel import clock


@page(may=policy.may_see_needs)
def everyone(request: StaffRequest) -> HttpResponse:
    """The needs of one's ground: those that wait, the first due first."""
    state = request.GET.get("state", "")
    state = state if state in STATES else STATES[0]
    found = needs(request.scope, state, number_of(request.GET.get("after")))
    names = place_names(need.area for need in found)
    context = {
        "rows": [(need, names.get(need.area, "")) for need in found],
        "state": state,
        "older": found[-1].pk if len(found) == PAGE and state in ("answered", "discontent") else "",
        "now": clock.now(),
    }
    return render(request, "desk/needs.html", context)


@page(may=policy.may_note)
def new(request: StaffRequest, person_id: int) -> HttpResponse:
    """Write down what somebody says at his door or by phone; it goes where it would go by his link."""
    resident = resident_in(request.scope, person_id)
    kinds = [
        (code, worded(kind.name, kind.english))
        for code, kind in rules().kinds.items()
        if policy.may_note_for(request.actor, kind.to)
    ]
    form = NoteForm(kinds, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        told = (said["kind"], said["text"], said["channel"])
        actions.raise_need(request.actor, command_of(request), resident, *told)
        messages.success(request, _("Noted. Whoever answers is told."))
        return redirect("desk:needs")
    if request.method != "POST":
        log_access(request.actor, "open", person_id, "need")
    context = {
        "resident": resident,
        "place": place_names([resident.area]).get(resident.area, ""),
        "form": form,
    }
    return render(request, "desk/need_new.html", context, status=422 if form.errors else 200)


@require_POST
@page(may=policy.may_see_needs)
def move(request: StaffRequest, asked_id: int) -> HttpResponse:
    """Taken on by one's own name, or withdrawn as he has said."""
    need = need_in(request.scope, asked_id)
    if request.POST.get("move") == "withdraw":
        actions.withdraw(request.actor, command_of(request), need)
        messages.success(request, _("Withdrawn, as he has said."))
    else:
        actions.take_on(request.actor, command_of(request), need)
        messages.success(request, _("You answer for it by your name."))
    return redirect("desk:need", asked_id)


@page(may=policy.may_see_needs)
def one(request: StaffRequest, asked_id: int) -> HttpResponse:
    """What somebody needs, what he was answered, and an answer; what is wrong with it is said all at once."""
    need = need_in(request.scope, asked_id)
    may_answer = policy.may_answer(request.actor, need.to, need.area)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            said = form.cleaned_data
            actions.answer(request.actor, command_of(request), need, said["outcome"], said["text"])
            messages.success(request, _("Answered: the resident reads it by his link."))
            return redirect("desk:need", asked_id)
        complain(request, form)
    else:
        log_access(request.actor, "open", need.person_id, "need")
    context = {
        "need": need,
        "answers": list(need.answers.all()),
        "place": place_names([need.area]).get(need.area, ""),
        "may_answer": may_answer,
        "may_withdraw": policy.may_raise(request.actor, need.person_id, need.area),
        "form": form,
    }
    return render(request, "desk/need.html", context, status=422 if form.errors else 200)
