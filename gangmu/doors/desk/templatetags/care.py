"""What a member carries, as a mark on any page: `{% load care %}{% load_mark load %}`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from gangmu.doors.care import figure_name, named, said
from gangmu.doors.desk.templatetags.kit import status
from gangmu.support.welfare.rules import Load, Rule

register = template.Library()


@register.simple_tag
def load_mark(load: Load | None) -> SafeString:
    """The load index in its colour with hours and nights of seven days; nothing where nothing is known."""
    return SafeString() if load is None else status("load", label=said(load), tone=load.tone)


@register.simple_tag
def load_of(loads: dict[int, Load], user_id: int) -> Load | None:
    """The load of somebody out of many."""
    return loads.get(user_id)


@register.simple_tag
def figure(name: str) -> str:
    """What a figure of a load is called."""
    return figure_name(name)


@register.simple_tag
def rule_name(rule: Rule) -> str:
    """What an allowance is called."""
    return named(rule)
