"""Are these two the same person? What was asked at doors, and a human's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.queries import place_names
from gangmu.doors.desk.queries.persons import open_questions, question_in
from gangmu.ground.register.actions import answer_question
from gangmu.ground.register.policy import may_decide_identity


@page(may=may_decide_identity)
def questions(request: StaffRequest) -> HttpResponse:
    """The open questions of one's ground, oldest first, the two persons beside each other."""
    found = open_questions(request.scope)
    names = place_names(question.area for question in found)
    return render(request, "desk/identities.html", {"questions": [(q, names.get(q.area, "")) for q in found]})


@require_POST
@page(may=may_decide_identity)
def answer(request: StaffRequest, question_id: int) -> HttpResponse:
    """The two are one person, or two."""
    question = question_in(request.scope, question_id)
    same = request.POST.get("same") == "yes"
    answer_question(request.actor, command_of(request), question, same)
    messages.success(request, _("Noted: one person.") if same else _("Noted: two persons."))
    return redirect("desk:identities")
