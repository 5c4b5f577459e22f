"""Words of the pages about door seals: `{% load seals %}`."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.doors.desk.templatetags.statuses import appearance

register = template.Library()

UNREAD = {
    "too_large": gettext_noop("longer than a message may be"),
    "not_json": gettext_noop("no JSON, or cut off"),
    "shape_wrong": gettext_noop("not built as this vendor's messages are"),
    "serial_wrong": gettext_noop("names no serial number"),
    "time_wrong": gettext_noop("no time of the device, or one long ago"),
    "time_ahead": gettext_noop("the device's clock runs ahead"),
    "value_wrong": gettext_noop("a value that cannot be"),
    "point_unknown": gettext_noop("a value that we do not know"),
    "device_unknown": gettext_noop("a device that nobody has registered"),
}


@register.simple_tag
def status_label(code: str) -> str:
    """What a status is called, without its colour."""
    return appearance(code)[0]


@register.simple_tag
def unread_reason(code: str) -> str:
    """Why a message could not be read."""
    return _(UNREAD[code])
