"""Reports and events as pages tell them: every answer with its name, every event as a line of the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from gangmu.casework.queries import Event
from gangmu.doors.desk.queries.names import place_name
from gangmu.doors.desk.templatetags.statuses import appearance

ANSWERS = {
    "count_clear": noop("Count (人数) clear"),
    "identity_clear": noop("Identity (人头) clear"),
    "location_clear": noop("Location (位置) clear"),
    "control_clear": noop("Control (管控情况) clear"),
    "unclear_because": noop("Not clear because"),
    "sampled": noop("Sample taken"),
    "specimen": noop("Specimen"),
    "arrived_on": noop("Arrived on"),
    "temperature": noop("Temperature °C"),
    "symptoms": noop("Symptoms"),
    "needs": noop("Needs"),
    "needs_note": noop("About the needs"),
    "co_residents": noop("Living together"),
    "note": noop("Note"),
    "right_name": noop("Corrected name"),
    "right_phone": noop("Corrected phone"),
    "right_document": noop("Corrected document"),
    "said_by": noop("Said by"),
    "whereabouts": noop("Whereabouts"),
    "place": noop("Place"),
    "wrong": noop("What is wrong"),
    "tried": noop("What was tried"),
    "attempts": noop("Attempts"),
    "refuses": noop("Refuses"),
    "explained": noop("Duties explained"),
    "left_on": noop("Left on"),
}
CLEARS = ("count_clear", "identity_clear", "location_clear", "control_clear")
WORDS = {
    "fever": noop("fever"), "rash": noop("rash"), "joint_pain": noop("joint pain"), "cough": noop("cough"),
    "other": noop("other"), "medicine": noop("medicine"), "food": noop("food"), "medical_care": noop("medical care"),
    "neighbour": noop("neighbour"), "landlord": noop("landlord"), "family": noop("family"),
    "himself": noop("himself"), "property_office": noop("property office"), "nobody": noop("nobody"),
    "unknown": noop("unknown"), "in_city": noop("in the city"), "out_of_city": noop("outside the city"),
    "phone": noop("phone"), "door": noop("door"), "message": noop("message"), "name": noop("name"),
    "document": noop("document"), "address": noop("address"), "identity": noop("identity"),
    "sampling": noop("sampling"), "control": noop("control"), "everything": noop("everything"),
    "today": noop("today"), "yesterday": noop("yesterday"), "earlier": noop("earlier"),
    "spouse": noop("spouse"), "child": noop("child"), "parent": noop("parent"), "relative": noop("relative"),
    "housemate": noop("housemate"), "colleague": noop("colleague"),
}  # fmt: skip
MOVES = {
    "open": (noop("Task opened"), "blue"),
    "claim": (noop("Claimed"), "cyan"),
    "unclaim": (noop("Given back to the trio"), "gray"),
    "accept": (noop("Hand-over accepted"), "green"),
    "refuse": (noop("Hand-over refused"), "red"),
    "close": (noop("Closed"), "gray"),
    "cancel": (noop("Cancelled"), "gray"),
}
LEVELS = {
    "trio": noop("the trio"),
    "office": noop("the joint office"),
    "county": noop("the county"),
    "city": noop("the city"),
}


def _value(value: Any) -> str:
    if value is True:
        return _("yes")
    if value is False:
        return _("no")
    if isinstance(value, list):
        return "，".join(_value(one) for one in value)
    if isinstance(value, dict):
        shown = [
            value.get("name", ""),
            _value(value.get("relation", "")),
            value.get("document", ""),
            value.get("phone", ""),
        ]
        return " ".join(part for part in shown if part)
    return _(WORDS[value]) if value in WORDS else str(value)


def answer_lines(outcome: str, answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The answers of a report as (name, value, tone); the four clears first, always all four where they were asked."""
    answers = dict(answers)
    lines = []
    if outcome == "found":
        for name in CLEARS:
            clear = bool(answers.pop(name, False))
            lines.append((_(ANSWERS[name]), _value(clear), "green" if clear else "red"))
    for name, value in answers.items():
        lines.append((_(ANSWERS[name]) if name in ANSWERS else name, _value(value), ""))
    return lines


def event_lines(events: Iterable[Event]) -> list[dict[str, Any]]:
    """The events of a task for {% timeline %}, newest first."""
    return [_line(event) for event in reversed(list(events))]


def _line(event: Event) -> dict[str, Any]:
    line: dict[str, Any] = {
        "at": event.at,
        "who": event.who,
        "reason": event.text,
        "tone": "gray",
        "text": "",
    }
    if event.kind == "move":
        title, tone = MOVES.get(event.code, (event.code, "gray"))
        return line | {"title": _(title), "tone": tone, "who": event.who or _("the system")}
    if event.kind in ("report", "late_report"):
        outcome, tone = appearance(event.code)
        title = (
            _("Reported: %(outcome)s")
            if event.kind == "report"
            else _("Late report, kept beside the case: %(outcome)s")
        )
        return line | {"title": title % {"outcome": outcome}, "tone": tone, "reason": ""}
    if event.kind == "review":
        gate = _("Comparison") if event.code == "compare" else _("Release")
        passed = bool(event.data.get("passed"))
        title = _("%(gate)s: passed") if passed else _("%(gate)s: returned")
        return line | {"title": title % {"gate": gate}, "tone": "green" if passed else "red"}
    if event.kind == "handover":
        places = {"from": place_name(event.data["from"]), "to": place_name(event.data["to"])}
        return line | {"title": _("Offered from %(from)s to %(to)s") % places, "tone": "yellow"}
    level = _(LEVELS[event.code]) if event.code in LEVELS else event.code
    return line | {
        "title": _("Deadline passed: %(level)s was told") % {"level": level},
        "tone": "red",
        "who": "",
    }
