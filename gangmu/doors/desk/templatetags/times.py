"""Moments as people in Huizhou read them: Shanghai civil time, and how far away."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangmu.kernel import clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
SOON = timedelta(hours=1)


def full(moment: datetime) -> str:
    """2026-11-23 18:00."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def short(moment: datetime) -> str:
    """Only what differs from now: 18:00 today, 11-24 18:00 this year, else the full date."""
    local, now = moment.astimezone(SHANGHAI), clock.now().astimezone(SHANGHAI)
    if local.date() == now.date():
        return local.strftime("%H:%M")
    return local.strftime("%m-%d %H:%M" if local.year == now.year else "%Y-%m-%d %H:%M")


def _span(seconds: int) -> str:
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if hours:
        return ngettext("%(n)d h", "%(n)d h", hours) % {"n": hours}
    return ngettext("%(n)d min", "%(n)d min", max(minutes, 1)) % {"n": max(minutes, 1)}


def relative(moment: datetime) -> str:
    """A deadline from now: "in 20 min", "3 h late"."""
    seconds = int((moment - clock.now()).total_seconds())
    if seconds < 0:
        return _("%(span)s late") % {"span": _span(-seconds)}
    return _("in %(span)s") % {"span": _span(seconds)}


def ago(moment: datetime) -> str:
    """A past moment from now: "5 min ago"."""
    seconds = int((clock.now() - moment).total_seconds())
    return _("just now") if seconds < 60 else _("%(span)s ago") % {"span": _span(seconds)}


def styled(moment: datetime, style: str) -> str:
    """One of: short, full, date, time, ago."""
    local = moment.astimezone(SHANGHAI)
    match style:
        case "full":
            return full(moment)
        case "date":
            return local.strftime("%Y-%m-%d")
        case "time":
            return local.strftime("%H:%M")
        case "ago":
            return ago(moment)
        case _:
            return short(moment)


def urgency(moment: datetime) -> str:
    """The tone of an open deadline: red once passed, orange in the last hour, else none."""
    left = moment - clock.now()
    return "red" if left < timedelta(0) else "orange" if left < SOON else ""
