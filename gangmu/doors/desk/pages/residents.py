"""Registers of residents: a file comes in, is looked at, started, stopped, resumed; its ledger and what goes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.intake.rules.error_file import HEADERS
from gangmu.control.intake.rules.problems import explain_all, field_name
from gangmu.control.roster import policy
from gangmu.control.roster.actions import prepare, resume, start, stop, upload, withdraw
from gangmu.control.roster.models import Import
from gangmu.control.roster.queries import import_in, imports_in, lines_back, read_guesses
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import RegisterForm, ResidentsMappingForm, number_of
from gangmu.doors.desk.pages.leaving import as_csv
from gangmu.doors.desk.queries.words import guess_text, problem_lines, problem_text
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

SHOWN = 30
UNREAD = ("uploaded", "ready")


def _parts(one: Import) -> list[dict[str, Any]]:
    """What became of the lines, for {% ledger_bar %}."""
    asked = reverse("desk:identities")
    return [
        {"label": _("new"), "value": one.created, "tone": "blue"},
        {"label": _("changed"), "value": one.changed, "tone": "cyan"},
        {"label": _("unchanged"), "value": one.unchanged, "tone": "green"},
        {"label": _("new, identity asked"), "value": one.questioned, "tone": "orange", "url": asked},
        {"label": _("not on this ground"), "value": one.outside, "tone": "yellow"},
        {"label": _("refused"), "value": one.refused, "tone": "red"},
    ]


def _context(request: StaffRequest, one: Import) -> dict[str, Any]:
    return {
        "one": one,
        "parts": _parts(one),
        "share": one.offset / one.size if one.size else 1.0,
        "back": one.refused + one.outside,
        "command": uuid4(),
        "may_import": policy.may_import(request.actor),
    }


def _preview(one: Import) -> dict[str, Any]:
    language, preview = get_language() or "zh-hans", one.preview
    return {
        "preview": preview,
        "problems": problem_lines(preview.get("problems", []), language),
        "columns": [
            (header or "–", field_name(field, language) if field else "–")
            for header, field in preview.get("columns", [])
        ],
    }


@page(may=policy.may_see_imports)
def imports(request: StaffRequest) -> HttpResponse:
    """The newest imports of the ground."""
    found = imports_in(request.scope, number_of(request.GET.get("after")), SHOWN + 1)
    older = found[SHOWN - 1].pk if len(found) > SHOWN else ""
    context = {"imports": found[:SHOWN], "older": older, "may_import": policy.may_import(request.actor)}
    return render(request, "desk/residents.html", context)


@page(may=policy.may_import)
def upload_register(request: StaffRequest) -> HttpResponse:
    """Choose a file; its head is read at once, and what it holds is shown before anything happens."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > settings.REGISTER_FILE_LIMIT:
            raise Refused("register_too_big", limit=settings.REGISTER_FILE_LIMIT >> 20)
        import_id = upload(request.actor, command_of(request), file.name, file.chunks())
        one = import_in(request.scope, import_id)
        if one.status == "uploaded":
            one = prepare(request.actor, one)
        return redirect("desk:register_mapping" if one.status == "uploaded" else "desk:register", import_id)
    context = {"form": form, "command": uuid4(), "limit": settings.REGISTER_FILE_LIMIT}
    return render(request, "desk/residents_upload.html", context, status=422 if form.errors else 200)


@page(may=policy.may_see_imports)
def register(request: StaffRequest, import_id: int) -> HttpResponse:
    """Preview, refusal of the file, or ledger: whatever the import has come to."""
    one = import_in(request.scope, import_id)
    context = _context(request, one)
    if one.status in UNREAD:
        return render(request, "desk/register_preview.html", context | _preview(one))
    if one.problem:
        context["problem"] = problem_text(one.problem, get_language())
    return render(request, "desk/register.html", context)


@page(may=policy.may_see_imports)
def ledger(request: StaffRequest, import_id: int) -> HttpResponse:
    """How far it is: what the page asks for while it runs."""
    return render(request, "desk/_register.html", _context(request, import_in(request.scope, import_id)))


@page(may=policy.may_import)
def columns(request: StaffRequest, import_id: int) -> HttpResponse:
    """Say what each column means; saved choices are remembered for the next file with such headers."""
    one = import_in(request.scope, import_id)
    if one.status not in UNREAD:
        return redirect("desk:register", import_id)
    guesses = read_guesses(one)
    form = ResidentsMappingForm(guesses, request.POST or None)
    if request.method == "POST" and form.is_valid():
        prepare(request.actor, one, form.chosen())
        return redirect("desk:register", import_id)
    lines = [(guess, form[f"column{guess.column}"], guess_text(guess.reason)) for guess in guesses]
    back = reverse("desk:register", args=[import_id])
    context = {"filename": one.filename, "back": back, "form": form, "lines": lines}
    return render(request, "desk/mapping.html", context, status=422 if form.errors else 200)


@require_POST
@page(may=policy.may_import)
def move(request: StaffRequest, import_id: int) -> HttpResponse:
    """Start, stop, resume, or take back."""
    one = import_in(request.scope, import_id)
    match request.POST.get("move"):
        case "start":
            start(request.actor, command_of(request), one)
        case "resume":
            resume(request.actor, command_of(request), one)
        case "stop":
            stop(request.actor, one)
        case "withdraw":
            withdraw(request.actor, one)
    return redirect("desk:register", import_id)


@page(may=policy.may_import)
def back(request: StaffRequest, import_id: int) -> HttpResponseBase:
    """The lines that were not taken in, as they came, with their numbers and why; logged."""
    one = import_in(request.scope, import_id)
    log_access(request.actor, "export", None, f"lines of register {import_id} that go back", "correction")
    return as_csv(request.scope, f"register-{import_id}-back.csv", _back_lines(request.scope, one))


def _back_lines(scope: Scope, one: Import) -> Iterator[Sequence[Any]]:
    language = get_language() or "zh"
    header = one.mapping.get("header", [])
    yield *header, *HEADERS["zh" if language.startswith("zh") else "en"]
    for row, problems in lines_back(scope, one):
        cells = [*row.cells[: len(header)], *[""] * (len(header) - len(row.cells))]
        yield *cells, str(row.number), explain_all(problems, language)
