"""Allowances by month and town: what is due, closing, what was forgotten, and the file for the paymaster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.care import complain, earned, hours, named, rule_name, shifts_text
from gangmu.doors.desk.pages.leaving import as_csv, as_xlsx
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel import clock
from gangmu.support.welfare import actions, policy
from gangmu.support.welfare.forms import LateLineForm
from gangmu.support.welfare.models import Statement
from gangmu.support.welfare.queries import (
    due_in,
    lines_of_statement,
    names_of,
    statement_in,
    statements,
    town_in,
    towns,
)
from gangmu.support.welfare.rules import rules_of, versions


def _month(request: StaffRequest) -> date:
    """The month asked for as '2026-05', else the last one that is over."""
    try:
        return date.fromisoformat(f"{request.GET.get('month') or request.POST.get('month', '')}-01")
    except ValueError:
        return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


@page(may=policy.may_care)
def months(request: StaffRequest) -> HttpResponse:
    """The towns of one's ground in a month: closed or not."""
    month = _month(request)
    closed = statements(request.scope, month)
    context = {
        "month": month,
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": (month + timedelta(days=31)).replace(day=1),
        "rows": [(town, closed.get(town.area)) for town in towns(request.scope)],
        "rules": rules_of(month),
    }
    return render(request, "desk/months.html", context)


@page(may=policy.may_care)
def town(request: StaffRequest, code: str) -> HttpResponse:
    """What a town's members have earned in a month that is not closed."""
    month, one = _month(request), town_in(request.scope, code)
    closed = statements(request.scope, month).get(one.area)
    if closed is not None:
        return redirect("desk:statement", closed.pk)
    due, version = due_in(request.scope, one, month), rules_of(month).version
    names = names_of(line.user_id for line in due)
    context = {
        "town": one,
        "month": month,
        "rules": rules_of(month),
        "lines": [(names[line.user_id], earned(line, version)) for line in due],
        "total": sum(line.amount for line in due),
        "over": clock.today() >= (month + timedelta(days=31)).replace(day=1),
    }
    return render(request, "desk/month_of_town.html", context)


@require_POST
@page(may=policy.may_care)
def close(request: StaffRequest, code: str) -> HttpResponse:
    """Close the month."""
    one = town_in(request.scope, code)
    closed = actions.close_month(request.actor, command_of(request), one, _month(request))
    messages.success(request, _("Closed. What was forgotten follows as a later line."))
    return redirect("desk:statement", closed)


@page(may=policy.may_care)
def statement(request: StaffRequest, statement_id: int) -> HttpResponse:
    """A closed month with its later lines."""
    one = statement_in(request.scope, statement_id)
    lines = lines_of_statement(request.scope, one)
    context = {
        "one": one,
        "lines": [(line.user, earned(line, line.rules), line) for line in lines],
        "total": sum(line.amount for line in lines),
        "form": _late_form(request, one),
    }
    return render(request, "desk/statement.html", context)


def _late_form(request: StaffRequest, one: Statement, data: Any = None) -> LateLineForm:
    known = {line.user_id: line.user.name for line in lines_of_statement(request.scope, one)}
    rules = next((rules.rules for rules in versions() if rules.version == one.rules), ())
    return LateLineForm(known.items(), [(rule.code, named(rule)) for rule in rules], data)


@require_POST
@page(may=policy.may_care)
def late(request: StaffRequest, statement_id: int) -> HttpResponse:
    """Enter what was forgotten."""
    one = statement_in(request.scope, statement_id)
    form = _late_form(request, one, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        rest = round((said["rest_hours"] or 0) * 60)
        given = (one, int(said["user"]), said["rule"], said["quantity"], said["reason"], rest)
        actions.correct(request.actor, command_of(request), *given)
        messages.success(request, _("Recorded."))
    else:
        complain(request, form)
    return redirect("desk:statement", statement_id)


def _exported(request: StaffRequest, statement_id: int, kind: str) -> Iterator[Sequence[Any]]:
    one = statement_in(request.scope, statement_id)
    log_access(request.actor, "export", None, f"allowances {one.code} {one.month:%Y-%m}, {kind}")
    yield (
        _("Unit"), _("Month"), _("Member"), _("Account"), _("Rule"), _("How often"), _("Amount (yuan)"),
        _("Hours of rest owed"), _("Version of the rules"), _("Shifts"), _("Entered later"), _("Reason"), _("By"),
    )  # fmt: skip
    for line in lines_of_statement(request.scope, one):
        yield (
            one.name, f"{one.month:%Y-%m}", line.user.name, line.user.username, rule_name(line.rule, line.rules),
            line.quantity, line.amount, hours(line.rest_minutes), line.rules, shifts_text(line.shifts),
            _("yes") if line.late else "", line.reason, line.by.name,
        )  # fmt: skip


@page(may=policy.may_care)
def as_file_csv(request: StaffRequest, statement_id: int) -> HttpResponseBase:
    """A closed month for the paymaster."""
    lines = list(_exported(request, statement_id, "csv"))
    return as_csv(request.scope, "allowances.csv", lines)


@page(may=policy.may_care)
def as_file_xlsx(request: StaffRequest, statement_id: int) -> HttpResponseBase:
    """The same as a workbook."""
    lines = list(_exported(request, statement_id, "xlsx"))
    return as_xlsx(request.scope, "allowances.xlsx", lines)
