"""Zones on any page: `{% load zones %}{% zone_banner standing %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangmu.control.zones.models import Event, Zone
from gangmu.control.zones.queries import Standing, words_of_work
from gangmu.doors.desk.templatetags.kit import status
from gangmu.doors.texts import worded
from gangmu.ground.incidents.rules.parts import Named, Words
from gangmu.ground.incidents.rules.zones import Zone as Level

register = template.Library()
TONES = ("red", "orange", "yellow")


@register.inclusion_tag("components/zone.html")
def zone_banner(found: Standing | None) -> dict[str, Any]:
    """What holds at this door: the zone's level and rules, since when, whom to call. Nothing where no zone is."""
    return {"found": found, "tone": zone_tone(found) if found else ""}


@register.simple_tag
def zone_tone(found: Standing) -> str:
    """The strictest level of a pack is red."""
    return TONES[min(found.zone.rank, len(TONES) - 1)]


@register.simple_tag
def zone_status(zone: Zone) -> SafeString:
    """Where a zone stands, as a badge."""
    return status(zone.status, label=_("its fall is proposed") if zone.status == "proposed" else "")


@register.simple_tag
def level_called(level: Level | None) -> str:
    """What a level of zone is called."""
    return worded(level.name, level.english) if level else ""


@register.simple_tag
def plan_called(named: Named) -> str:
    """What a plan, an index or a grade of a pack is called."""
    return worded(named.name, named.english)


@register.simple_tag
def work_called(zone: Zone, code: str) -> str:
    """What a work of a zone's plan is; its code if the level knows it no more."""
    work = words_of_work(zone, code)
    return worded(work.text, work.english) if work else code


@register.simple_tag
def rule_said(rule: Words) -> str:
    """A rule in the reader's language."""
    return worded(rule.text, rule.english)


@register.simple_tag
def against_said(found: Standing) -> str:
    """What still stands against the fall of a zone, in words."""
    day = short_day(found.quiet_on)
    held = short_day(found.held)
    words = {
        "quiet_days": _("days without a case: until %(day)s") % {"day": day},
        "round": _("a final round of all persons without a find"),
        "held": _("held by decision until %(day)s") % {"day": held},
        "by_hand": _("no number of days: the organ that decides ends it"),
    }
    return "；".join(words[code] for code in found.against)


def short_day(day: Any) -> str:
    """A day, or a dash."""
    return f"{day:%Y-%m-%d}" if day else "–"


@register.simple_tag
def unit_called(level: Level) -> str:
    """What the smallest unit of a level is called."""
    units = {
        "door": pgettext("zone unit", "door"), "floor": pgettext("zone unit", "floor"),
        "unit": pgettext("zone unit", "staircase"), "building": pgettext("zone unit", "building"),
        "estate": pgettext("zone unit", "estate"), "village": pgettext("zone unit", "village"),
        "town": pgettext("zone unit", "town"), "county": pgettext("zone unit", "county"),
    }  # fmt: skip
    return units[level.unit]


@register.simple_tag
def zone_events(events: list[Event]) -> list[dict[str, Any]]:
    """What happened in a zone, as lines of a timeline; what was taken back says so."""
    tones = {"case": "red", "find": "red", "clear": "green", "held": "orange", "fell": "green"}
    lines = []
    for one in events:
        if one.takes_back_id:
            continue
        back = getattr(one, "taken_back_by", None)
        lines.append(
            {
                "at": one.at, "title": f"{one.day:%Y-%m-%d} {one.get_kind_display()}",
                "who": one.by.name if one.by else _("the system"), "text": one.note,
                "reason": _("taken back: %(note)s") % {"note": back.note} if back else "",
                "tone": "gray" if back else tones[one.kind], "id": one.pk,
                "line": "" if back or one.kind == "fell" else one.pk,
            }
        )  # fmt: skip
    return lines


@register.simple_tag
def square(area_m2: int | None) -> str:
    """Square metres as people say them: 3,936 m², from a square kilometre on 1.27 km²."""
    if area_m2 is None:
        return "–"
    return f"{area_m2 / 1_000_000:,.2f} km²" if area_m2 >= 1_000_000 else f"{area_m2:,} m²"
