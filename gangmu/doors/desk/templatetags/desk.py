"""Small words of the desk's own pages: `{% load desk %}`."""

from __future__ import annotations

from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gangmu.casework.models import Report, Task
from gangmu.doors.desk.queries.names import place_name
from gangmu.doors.desk.templatetags.kit import deadline, status
from gangmu.doors.desk.templatetags.statuses import appearance
from gangmu.doors.desk.templatetags.times import full

register = template.Library()
ENDED = {"released", "closed", "cancelled"}


@register.simple_tag
def place(area: int) -> str:
    """What an area is called, from the town down."""
    return place_name(area)


@register.simple_tag
def command() -> str:
    """A fresh command id for one form: sent twice, it is carried out once."""
    return str(uuid4())


@register.simple_tag
def status_label(code: str) -> str:
    """What a status is called, without its badge."""
    return appearance(code)[0]


@register.simple_tag
def phone_clock(report: Report) -> SafeString:
    """When a report was done by the phone's clock, where that is not when it arrived; a wrong clock is marked."""
    if report.phone_at is None or not report.phone_clock:
        return SafeString()
    if report.phone_clock == "wrong":
        label = _("the phone's clock was wrong: %(when)s") % {"when": full(report.phone_at)}
        return status("phone_clock", label=label, tone="orange")
    return format_html(
        '<span class="gm-sub">{}</span>',
        _("done at %(when)s by the phone's clock") % {"when": full(report.phone_at)},
    )


@register.simple_tag
def task_row(task: Task, place: str) -> SafeString:
    """One row of the task list. In one piece, for a template takes four times as long for fifty rows."""
    return format_html(
        '<tr data-row><td class="lead"><a data-enter href="{}">{}</a><span class="gm-sub">{}</span></td>'
        '<td>{}<span class="gm-sub">{}</span></td><td>{}{}</td><td>{}</td><td>{}</td><td class="num">{}</td></tr>',
        reverse("desk:task", args=[task.pk]),
        task.name,
        task.person.document_mask if task.person else "",
        task.address or "–",
        place,
        status(task.status),
        format_html(" {}", status("urgent", label=_("urgent"), tone="red")) if task.urgent else "",
        task.owner.name,
        deadline(task.due_at, done=task.status in ENDED),
        task.sources,
    )
