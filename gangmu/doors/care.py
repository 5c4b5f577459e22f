"""Staff care in words, the same at the desk and on the phone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.doors.texts import worded
from gangmu.ground.organization.rules.limits import limits
from gangmu.kernel.clock import CIVIL
from gangmu.support.welfare.models import Line
from gangmu.support.welfare.rules import Due, Load, Rule, notices, versions
from gangmu.support.welfare.rules.load import FIGURES

NAMES = {
    "hours7": gettext_noop("hours in 7 days"),
    "hours28": gettext_noop("hours in 28 days"),
    "nights7": gettext_noop("nights in 7 days"),
    "nights28": gettext_noop("nights in 28 days"),
    "doors7": gettext_noop("doors in 7 days"),
    "doors28": gettext_noop("doors in 28 days"),
    "open_items": gettext_noop("open items"),
}


class Figure(NamedTuple):
    """One figure of a load beside its limits; `source` is the rule that sets them."""

    name: str
    value: str
    warn: str
    cap: str
    tone: str
    source: str


def figure_name(name: str) -> str:
    """What a figure is called."""
    return _(NAMES[name])


def said(load: Load) -> str:
    """A load in a few words: the index, hours and nights of seven days."""
    return _("%(index)s%% · %(hours)s h · %(nights)s nights") % {
        "index": load.index, "hours": f"{round(load.hours7, 1):g}", "nights": load.nights7
    }  # fmt: skip


def figures_of(load: Load) -> list[Figure]:
    """Every figure with its limits."""
    found = []
    for name in FIGURES:
        notice, limit = notices().get(name), limits().get(name)
        tone = "red" if name in load.over else "orange" if name in load.warnings else ""
        found.append(
            Figure(
                figure_name(name),
                f"{round(getattr(load, name), 1):g}",
                f"{notice.warn:g}" if notice else "",
                f"{limit.cap:g}" if limit else "",
                tone,
                notice.source if notice else "",
            )
        )
    return found


def rule_name(code: str, version: str) -> str:
    """What an allowance is called under a version of the rules."""
    rules = next((one for one in versions() if one.version == version), None)
    rule = rules.rule(code) if rules else None
    return named(rule) if rule else code


def named(rule: Rule) -> str:
    """What an allowance is called."""
    return worded(rule.name, rule.english)


def shifts_text(shifts: Iterable[Iterable[object]]) -> str:
    """Shifts as they were: '05-04 08:00–20:00; …'."""
    return "；".join(_span(str(since), str(until)) for _pk, since, until in shifts)


def _span(since: str, until: str) -> str:
    begin, end = (datetime.fromisoformat(text).astimezone(CIVIL) for text in (since, until))
    return f"{begin:%m-%d %H:%M}–{end:%H:%M}"


def hours(minutes: int) -> str:
    """Minutes as hours."""
    return f"{minutes / 60:g}"


class Earned(NamedTuple):
    """A line of an allowance in words."""

    name: str
    quantity: int
    amount: object
    rest: str
    shifts: str
    late: bool
    reason: str


def earned(line: Line | Due, version: str) -> Earned:
    """A line that was closed, or what is due so far."""
    code, late, reason = (
        (line.rule, line.late, line.reason) if isinstance(line, Line) else (line.rule.code, False, "")
    )
    rest = hours(line.rest_minutes) if line.rest_minutes else ""
    return Earned(
        rule_name(code, version), line.quantity, line.amount, rest, shifts_text(line.shifts), late, reason
    )


def complain(request: HttpRequest, form: forms.Form) -> None:
    """Say every error of a form, each with the name of its field."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            messages.error(request, f"{label}：{error}" if label else str(error))


def vehicle_word(shift: Any) -> str:
    """What a member has to know about the vehicle of a shift of his; '' where none is needed."""
    if not shift.needs_vehicle:
        return ""
    return (
        _("Bring your vehicle.") if shift.brings_vehicle else _("This seat needs a vehicle: ask who drives.")
    )
