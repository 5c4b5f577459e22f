"""Door seals in words, and answering an alarm: the same from the desk and from the phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from gangmu.control.seals import actions, policy
from gangmu.control.seals.models import Alarm, Opening
from gangmu.control.seals.queries import Happened, alarm_in
from gangmu.control.seals.rules import limits
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.ground.accounts.actions import log_access
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.vault import vault

EVENTS = {
    "open": (gettext_noop("Door opened"), "door-exit", "orange"),
    "close": (gettext_noop("Door shut"), "door-enter", "green"),
    "left_open": (gettext_noop("Door left open"), "door-off", "red"),
    "tamper": (gettext_noop("Seal touched or torn off"), "alert-triangle", "red"),
    "low_battery": (gettext_noop("Battery low"), "battery-1", "yellow"),
    "weak_signal": (gettext_noop("Signal weak"), "antenna-bars-1", "yellow"),
    "offline": (gettext_noop("Seal silent"), "plug-connected-x", "orange"),
    "back_online": (gettext_noop("Seal heard again"), "plug-connected", "green"),
}
# The sprite holds what the sources name: icon="door-exit" icon="door-enter" icon="door-off" icon="battery-1"
# icon="antenna-bars-1" icon="plug-connected" icon="plug-connected-x".
VERDICTS = {
    "waiting": gettext_noop("being judged"),
    "bounce": gettext_noop("no alarm: shut again at once, the contact shook"),
    "late": gettext_noop("no alarm: we learnt of it too late"),
    "over": gettext_noop("no alarm: the order is not in force"),
    "announced": gettext_noop("no alarm: announced"),
    "visit": gettext_noop("no alarm: the trio was at the door"),
    "medical": gettext_noop("no alarm: medical care, which is never a breach"),
    "outage": gettext_noop("no alarm: the vendor's outage"),
    "alarm": gettext_noop("alarm"),
}
MOVES = {
    "raise": gettext_noop("Alarm raised"),
    "acknowledge": gettext_noop("Acknowledged"),
    "contact": gettext_noop("Contacted"),
    "explain": gettext_noop("Explained"),
    "visit": gettext_noop("Visited at the door"),
    "fault": gettext_noop("Fault of the device"),
    "record_breach": gettext_noop("Breach recorded"),
    "take_back": gettext_noop("Breach taken back"),
    "close": gettext_noop("Filed away"),
}
LEVELS = {
    "office": gettext_noop("Told to the joint office: nobody had acknowledged"),
    "county": gettext_noop("Told to the county: nobody had acknowledged"),
}
WRONG = {
    "column_missing": gettext_noop("There is no column for it. Name one “序列号” (serial)."),
    "empty": gettext_noop("Fill this in."),
    "serial_wrong": gettext_noop(
        "This is no serial number: 3 to 40 letters, digits and - _ . : as printed on the device."
    ),
    "vendor_unknown": gettext_noop("Write onenet or mqtt, or leave the column out for onenet."),
    "twice": gettext_noop("The same device stands in row %(row)s: remove one of the two."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timeline as the page draws it."""

    title: str
    at: datetime
    icon: str = ""
    tone: str = "gray"
    who: str = ""
    text: str = ""
    reason: str = ""


def lines(found: Iterable[Happened]) -> list[Line]:
    """What happened around an alarm, in words."""
    return [_line(one) for one in found]


def _line(one: Happened) -> Line:
    if one.kind == "event":
        title, icon, tone = EVENTS[one.code]
        verdict = _(VERDICTS[one.verdict]) if one.verdict else ""
        late = one.arrived_at is not None and one.arrived_at - one.at > timedelta(
            minutes=limits().fresh_minutes
        )
        arrived = (
            _("We learnt of it %(minutes)s minutes later.")
            % {"minutes": round((one.arrived_at - one.at).total_seconds() / 60)}
            if late and one.arrived_at
            else ""
        )
        quiet = one.verdict not in ("", "alarm", "waiting")
        return Line(
            _(title), one.at, icon, "gray" if quiet else tone, text=" ".join(filter(None, (verdict, arrived)))
        )
    if one.kind == "opening":
        until = one.until.astimezone(CIVIL).strftime("%H:%M") if one.until else ""
        named = {"kind": Opening.Kind(one.code).label, "until": until}
        return Line(
            _("Announced: %(kind)s, until %(until)s") % named,
            one.at,
            icon="door",
            tone="blue",
            reason=one.text,
        )
    if one.kind == "outing":
        return Line(_("Left for medical care"), one.at, icon="ambulance", tone="blue")
    if one.kind == "told":
        return Line(_(LEVELS.get(one.code, one.code)), one.at, icon="bell-ringing", tone="red")
    return Line(
        _(MOVES.get(one.code, one.code)), one.at, icon="user", tone="purple", who=one.who, reason=one.text
    )


def wrong_text(code: str) -> str:
    """What is wrong with a line of a device list, and the remedy."""
    kind, _colon, row = code.partition(":")
    return _(WRONG[kind]) % {"row": row}


def _back(request: StaffRequest, alarm: Alarm) -> HttpResponse:
    if request.POST.get("back") == "field":
        return redirect("field:alarm", alarm.pk)
    return redirect("desk:alarm", alarm.pk)


@require_POST
@page(may=policy.may_answer)
def acknowledge(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """I have seen it and am at it."""
    alarm = alarm_in(request.scope, alarm_id)
    actions.acknowledge(request.actor, command_of(request), alarm)
    return _back(request, alarm)


@require_POST
@page(may=policy.may_answer)
def call(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """The resident's number, to be dialled with one tap; who calls and when is noted first."""
    alarm = alarm_in(request.scope, alarm_id)
    if alarm.status in ("raised", "acknowledged"):
        actions.contact(request.actor, command_of(request), alarm)
    person = alarm.order.person
    log_access(
        request.actor, "reveal", person.pk if person else None, "phone", _("alarm %(n)s") % {"n": alarm.pk}
    )
    phone = vault().open("phone", person.phone_sealed) if person else ""
    return render(request, "desk/_alarm_call.html", {"phone": phone, "command": uuid4()})


@require_POST
@page(may=policy.may_answer)
def settle(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """Say what it turned out to be."""
    alarm, said = alarm_in(request.scope, alarm_id), request.POST
    given = (said.get("outcome", ""), said.get("reason", ""))
    actions.settle(request.actor, command_of(request), alarm, *given, medical=said.get("medical") == "1")
    messages.success(request, _("Recorded. Nothing follows from it by itself."))
    return _back(request, alarm)


@require_POST
@page(may=policy.may_take_back)
def take_back(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """A breach that was recorded wrongly."""
    alarm = alarm_in(request.scope, alarm_id)
    actions.take_back(request.actor, command_of(request), alarm, request.POST.get("reason", ""))
    messages.success(request, _("Taken back: it is no breach."))
    return _back(request, alarm)


@require_POST
@page(may=policy.may_answer)
def close(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """Put it away."""
    alarm = alarm_in(request.scope, alarm_id)
    actions.close(request.actor, command_of(request), alarm)
    return _back(request, alarm)


@require_POST
@page(may=policy.may_answer)
def visit(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """We go to this door: for the next half hour it may open."""
    alarm = alarm_in(request.scope, alarm_id)
    now = clock.now()
    until = now + timedelta(minutes=limits().visit_minutes)
    actions.announce_opening(request.actor, command_of(request), alarm.order, Opening.Kind.VISIT, now, until)
    messages.success(request, _("Announced: the door may open for the next half hour."))
    return _back(request, alarm)
