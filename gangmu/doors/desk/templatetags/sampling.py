"""Sampling in words and figures: `{% load sampling %}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gangmu.control.sampling.models import Recall, Round, Tube
from gangmu.control.sampling.queries import CoverLine
from gangmu.control.sampling.rules.checks import checklists
from gangmu.doors.desk.templatetags.kit import status
from gangmu.doors.texts import worded
from gangmu.doors.wordings.sampling import move_text, parked_text, state_text

register = template.Library()


@register.simple_tag
def sampling_state(one: Round | Tube | Recall | str) -> SafeString:
    """The state of a round, a tube or a recall as a badge."""
    code = one if isinstance(one, str) else str(one.status)
    if isinstance(one, Round) and code == "open":
        code = "running"
    label, tone = state_text(code)
    return status(code, label=label, tone=tone)


@register.simple_tag
def parked_because(code: str) -> str:
    """Why something waits for a human."""
    return parked_text(code)


@register.simple_tag
def tube_moves(steps: Iterable[Any]) -> list[dict[str, Any]]:
    """A tube's way as a timeline."""
    return [
        {"at": step.at, "title": move_text(step.move), "who": step.who, "reason": step.reason}
        for step in steps
    ]


@register.simple_tag
def cover_bar(line: CoverLine) -> SafeString:
    """Valid, sampled and missing of the required as one bar; the numbers stand beside it."""
    whole = max(line.required, 1)
    valid, sampled = line.valid * 100 / whole, max(0, line.sampled - line.valid) * 100 / whole
    return format_html(
        '<svg class="gm-cover" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="is-rest" width="100" height="8"></rect><rect class="is-valid" width="{}" height="8"></rect>'
        '<rect class="is-sampled" x="{}" width="{}" height="8"></rect></svg>',
        f"{min(valid, 100):.2f}", f"{min(valid, 100):.2f}", f"{min(sampled, 100 - min(valid, 100)):.2f}",
    )  # fmt: skip


@register.simple_tag
def check_items(line: str, answers: dict[str, bool] | None = None) -> list[tuple[str, str, bool | None]]:
    """What is looked at in a place of a line: code, words, and the answer if there is one."""
    return [
        (item.code, worded(item.text, item.english), (answers or {}).get(item.code))
        for item in checklists().get(line, ())
    ]
