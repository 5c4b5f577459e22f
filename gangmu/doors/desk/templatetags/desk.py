"""Small words of the desk's own pages: `{% load desk %}`."""

from __future__ import annotations

from uuid import uuid4

from django import template

from gangmu.doors.desk.queries.names import place_name
from gangmu.doors.desk.templatetags.statuses import appearance

register = template.Library()


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
