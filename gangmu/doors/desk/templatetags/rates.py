"""Weekly rates, the ladder and the end of incidents on pages: `{% load rates %}{% step_status step.status %}`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gangmu.command.sunset.queries import Step as ClosingStep
from gangmu.doors.desk.templatetags.kit import status, steps
from gangmu.doors.texts import worded
from gangmu.doors.wordings import rates as words
from gangmu.ground.territory.queries import unit_by_code
from gangmu.responsibility.rates.models import Objection, Step, Week
from gangmu.responsibility.rates.queries import Moved, rules_of

register = template.Library()
ORDER = ("prepared", "frozen", "destroying", "destroyed")


def _shown(table: dict[str, tuple[str, str]], code: str) -> SafeString:
    label, tone = table[code]
    return status(code, _(label), tone)


@register.simple_tag
def week_status(week: Week, now: datetime) -> SafeString:
    """Where a week stands: open to objections, to be settled, settled."""
    over = week.status == "frozen" and now > week.objections_until
    return _shown(words.WEEK, "over" if over else week.status)


@register.simple_tag
def objection_status(objection: Objection) -> SafeString:
    """Where an objection stands."""
    return _shown(words.OBJECTION, objection.status)


@register.simple_tag
def step_status(code: str) -> SafeString:
    """Where a step of the ladder stands."""
    return _shown(words.STEP, code)


@register.simple_tag
def step_move(code: str) -> str:
    """What a move of a step is called on its button."""
    return _(words.STEP_MOVES[code])


@register.simple_tag
def rung(step: Step) -> str:
    """What the rung of a step is called."""
    found = rules_of(step.week).rung(step.rung)
    return worded(found.name, found.english)


@register.simple_tag
def unit_named(code: str) -> str:
    """The name of a unit by its code."""
    unit = unit_by_code(code)
    return unit.name if unit else code


@register.simple_tag
def closing_status(code: str) -> SafeString:
    """How far the end of an incident is."""
    return _shown(words.CLOSING, code)


@register.simple_tag
def steps_of_closing(code: str) -> SafeString:
    """The way of a closing, with the step at which it is."""
    at = ORDER.index(code) + 1 if code in ORDER else 0
    labels = [_(words.CLOSING[one][0]) for one in ORDER]
    return steps(labels, at + (code == "destroyed"))


@register.filter
def closing_dialogs(names: str) -> list[tuple[str, str]]:
    """Moves with what they are called: 'freeze thaw' → [('freeze', 'Freeze'), …]."""
    return [(name, _(words.CLOSING_MOVES[name])) for name in names.split()]


def _events(moves: Iterable[Moved | ClosingStep], table: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"at": one.at, "title": _(table[one.move]), "tone": "blue", "who": one.who or _("the system"),
         "reason": one.reason, "text": ""}
        for one in reversed(list(moves))
    ]  # fmt: skip


@register.simple_tag
def step_timeline(moves: Iterable[Moved]) -> list[dict[str, Any]]:
    """The history of a step for {% timeline %}, newest first."""
    return _events(moves, words.STEP_MOVES)


@register.simple_tag
def closing_timeline(moves: Iterable[ClosingStep]) -> list[dict[str, Any]]:
    """The history of a closing for {% timeline %}, newest first."""
    return _events(moves, words.CLOSING_MOVES)
