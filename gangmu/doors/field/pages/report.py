"""Reporting a door in a few taps."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangmu.casework import actions, policy
from gangmu.casework.models import Task
from gangmu.casework.queries import case, form_of
from gangmu.casework.rules import KINDS, TaskKind, kind_of, read
from gangmu.casework.states import Status
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.field import forms
from gangmu.doors.field.queries import before, last_report
from gangmu.doors.texts import refusal_text
from gangmu.kernel.lifecycle import Refused

REPORTED = frozenset({Status.REPORTED, Status.COMPARED, Status.RELEASED, Status.CLOSED})


@page(may=policy.may_report)
def answer(request: StaffRequest, task_id: int) -> HttpResponse:
    """The questions of an outcome (the likely one first); a wrong answer shows all its errors at once.

    `?draft` draws the form again with what was typed and reports nothing: so an unsent report comes back.
    """
    try:
        task = case(request.scope, task_id)
    except Refused:
        if request.method != "POST" or "draft" in request.GET:
            raise
        return _away(request, task_id)
    kind = kind_of(task.kind)
    outcome = _outcome(request, task, kind)
    if request.method != "POST":
        if task.status in REPORTED:
            messages.info(request, _("This door has been reported."))
            return redirect("field:door", task_id)
        return _form(request, task, kind, outcome, before(request.scope, task, outcome), [])
    given = forms.read_answers(form_of(task, outcome), request.POST)
    errors: list[forms.Error] = []
    if "draft" not in request.GET:
        command, moment = command_of(request), forms.moment_of(request)
        try:
            form = read(form_of(task, outcome), given)
            return _arrived(
                request, task, actions.report(request.actor, command, task, outcome, form, moment)
            )
        except Refused as refused:
            errors = _wrong(refused)
    return _form(request, task, kind, outcome, given, errors)


def _wrong(refused: Refused) -> list[forms.Error]:
    """What is wrong with the answers; any other refusal goes on."""
    if refused.code != "answers_invalid":
        raise refused
    return list(refused.params["errors"])  # type: ignore[call-overload]


def _arrived(request: StaffRequest, task: Task, kept: actions.Reported) -> HttpResponse:
    """Say what became of a report; the phone learns from the tag that it need not keep it any longer."""
    level, text = messages.WARNING, refusal_text(Refused("kept_for_office"))
    if not kept.late:
        level, text = messages.SUCCESS, _("Reported: %(name)s. Thank you.") % {"name": task.name}
    elif not kept.away:
        counts = last_report(request.scope, task)
        if counts and counts.by_id == request.actor.user_id:
            text = _("You had reported this door before. This one is kept beside it for the reviewer.")
        else:
            text = _("A colleague was faster. Your report is kept beside his for the reviewer.")
    messages.add_message(request, level, text, extra_tags=f"report-{task.pk}")
    return redirect("field:mine")


def _away(request: StaffRequest, task_id: int) -> HttpResponse:
    """A form of a door that has left the trio while it was open: kept, or shown again where an answer is missing.

    Nothing of the task is shown: it is not the reader's any more.
    """
    outcome = request.POST.get("outcome", "")
    kind = next((kind for kind in KINDS.values() if outcome in kind.forms), None)
    if kind is None:
        raise Refused("not_found")
    given = forms.read_answers(kind.forms[outcome], request.POST)
    gone = Task(pk=task_id, kind=kind.code)
    command, moment = command_of(request), forms.moment_of(request)
    try:
        kept = actions.report_away(request.actor, command, task_id, outcome, given, moment)
    except Refused as refused:
        return _form(request, gone, kind, outcome, given, _wrong(refused))
    return _arrived(request, gone, kept)


def _outcome(request: StaffRequest, task: Task, kind: TaskKind) -> str:
    asked = request.POST.get("outcome") or request.GET.get("outcome")
    if asked is None:
        last = last_report(request.scope, task) if task.returned_because else None
        asked = last.outcome if last else next(iter(kind.forms))
    if asked not in kind.forms:
        raise Http404
    return asked


def _form(
    request: StaffRequest,
    task: Task,
    kind: TaskKind,
    outcome: str,
    answers: dict[str, Any],
    errors: list[forms.Error],
) -> HttpResponse:
    away = task._state.adding
    groups = forms.groups_of(kind.forms[outcome] if away else form_of(task, outcome), answers, errors)
    context = {
        "task": task,
        "outcomes": list(kind.forms),
        "outcome": outcome,
        "groups": groups,
        "errors": len(errors),
        "other_errors": forms.other_errors(groups, errors),
        "fresh": request.method == "POST",
        "draft": request.method == "POST" and "draft" in request.GET,
        "away": away,
        "kept": forms.kept_parts(answers, errors) if away else [],
        "elsewhere": not away and outcome in ("not_here", "moved_on") and policy.may_offer(request.actor),
        "command": request.POST.get("command") or uuid4(),
    }
    return render(request, "field/report.html", context, status=422 if errors else 200)


@page(may=policy.may_report)
def resident(request: StaffRequest, task_id: int) -> HttpResponse:
    """One more row for somebody behind the same door."""
    kind = kind_of(case(request.scope, task_id).kind)
    person = forms.person_form(kind.forms[next(iter(kind.forms))])
    numbers = forms.row_numbers(request.GET, "co_residents")
    if person is None or len(numbers) >= forms.MOST_PEOPLE:
        raise Http404
    number = max(numbers, default=-1) + 1
    row = forms.people_row(person, number)
    return render(request, "field/_person.html", {"row": row, "number": number, "name": "co_residents"})
