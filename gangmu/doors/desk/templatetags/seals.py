"""Words of the pages about door seals: `{% load seals %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.seals import policy
from gangmu.control.seals.models import Opening
from gangmu.control.seals.queries import alarms_of_order, openings_of_order, seals_of_order
from gangmu.control.seals.states import UNFINISHED
from gangmu.doors.desk.templatetags.statuses import appearance

register = template.Library()
HEALTH = {
    "offline": gettext_noop("Silent"),
    "low": gettext_noop("Battery low"),
    "weak": gettext_noop("Signal weak"),
    "back": gettext_noop("Heard again within a day"),
}

UNREAD = {
    "too_large": gettext_noop("longer than a message may be"),
    "not_json": gettext_noop("no JSON, or cut off"),
    "shape_wrong": gettext_noop("not built as this vendor's messages are"),
    "serial_wrong": gettext_noop("names no serial number"),
    "time_wrong": gettext_noop("no time of the device, or one long ago"),
    "time_ahead": gettext_noop("the device's clock runs ahead"),
    "value_wrong": gettext_noop("a value that cannot be"),
    "point_unknown": gettext_noop("a value that we do not know"),
    "adapter_fault": gettext_noop("a fault of our own: tell the makers of Gangmu"),
    "device_unknown": gettext_noop("a device that nobody has registered"),
}


@register.inclusion_tag("desk/_order_seals.html", takes_context=True)
def order_seals(context: Mapping[str, Any], order: Order) -> dict[str, Any]:
    """The door of an order: its seals, what is announced, its newest alarms, and what the reader may do there."""
    request = context["request"]
    actor, scope = request.actor, request.scope
    seals = seals_of_order(scope, order.pk)
    return {
        "order": order,
        "seals": seals,
        "sealed": any(one.status in UNFINISHED for one in seals),
        "openings": openings_of_order(scope, order.pk),
        "alarms": alarms_of_order(scope, order.pk, 5),
        "kinds": Opening.Kind.choices,
        "in_force": order.status in IN_FORCE,
        "may_announce": policy.may_answer(actor),
        "may_ask": policy.may_ask(actor),
        "csrf_token": context["csrf_token"],
    }


@register.simple_tag
def status_label(code: str) -> str:
    """What a status is called, without its colour."""
    return appearance(code)[0]


@register.simple_tag
def health_label(code: str) -> str:
    """What a list of devices by their health is called."""
    return _(HEALTH[code])


@register.simple_tag
def unread_reason(code: str) -> str:
    """Why a message could not be read."""
    return _(UNREAD[code])
