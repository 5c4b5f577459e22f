"""The notice matrix as a table, and its changes by two persons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gangmu.command.notices import actions, policy
from gangmu.command.notices.queries import changes, matrix_in_force
from gangmu.command.notices.rules import Override
from gangmu.doors.access import StaffRequest, command_of, everybody, page
from gangmu.doors.desk.forms import RuleForm
from gangmu.doors.desk.queries.notices import change_lines, matrix_lines, rule_name


@require_GET
@page(may=everybody)
def table(request: StaffRequest) -> HttpResponse:
    """Who is told what, when, over which channels; what was proposed."""
    matrix = matrix_in_force()
    context = {
        "lines": matrix_lines(matrix),
        "matrix": matrix,
        "may_change": policy.may_change_matrix(request.actor),
        "may_review": policy.may_review_matrix(request.actor),
    }
    if context["may_change"] or context["may_review"]:
        context["changes"] = change_lines(matrix, changes(), request.user.pk)
    return render(request, "desk/matrix.html", context)


@page(may=policy.may_change_matrix)
def row(request: StaffRequest, rule_code: str) -> HttpResponse:
    """Propose how a row shall be."""
    matrix = matrix_in_force()
    rule = matrix.rule(rule_code)
    if rule is None:
        raise Http404
    first: dict[str, Any] = {
        name: getattr(rule, name) for name in ("when", "minutes", "urgent", "off")
    } | {"channels": list(rule.channels)}  # fmt: skip
    form = RuleForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        reason = wanted.pop("reason")
        value = Override(**{**wanted, "channels": tuple(wanted["channels"])})
        actions.propose(request.actor, command_of(request), rule_code, value, reason)
        messages.success(request, _("Proposed. Somebody else has to approve it."))
        return redirect("desk:matrix")
    context = {"form": form, "rule": rule, "name": rule_name(matrix, rule_code)}
    return render(request, "desk/matrix_row.html", context, status=422 if form.errors else 200)


@require_POST
@page(may=policy.may_review_matrix)
def answer(request: StaffRequest, change_id: int) -> HttpResponse:
    """Approve or refuse what another has proposed."""
    approve = "approve" in request.POST
    actions.review(request.actor, command_of(request), change_id, approve=approve)
    messages.success(
        request, _("In force from now on.") if approve else _("Refused. The row stays as it was.")
    )
    return redirect("desk:matrix")
