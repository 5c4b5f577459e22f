"""Reports and events as pages tell them: every answer with its name, every event as a line of the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.casework.models import Report, Task
from gangmu.casework.queries import Event, proofs_asked, questions_of
from gangmu.casework.rules import kind_of, proofs_named
from gangmu.doors.desk.queries.names import place_name
from gangmu.doors.desk.templatetags.statuses import appearance
from gangmu.doors.texts import word, worded
from gangmu.ground.incidents.rules import Question

ANSWERS = {
    "count_clear": gettext_noop("Count (人数) clear"),
    "identity_clear": gettext_noop("Identity (人头) clear"),
    "location_clear": gettext_noop("Location (位置) clear"),
    "control_clear": gettext_noop("Control (管控情况) clear"),
    "unclear_because": gettext_noop("Not clear because"),
    "sampled": gettext_noop("Sample taken"),
    "specimen": gettext_noop("Specimen"),
    "temperature": gettext_noop("Temperature °C"),
    "symptoms": gettext_noop("Symptoms"),
    "needs": gettext_noop("Needs"),
    "needs_note": gettext_noop("About the needs"),
    "co_residents": gettext_noop("Living together"),
    "note": gettext_noop("Note"),
    "right_name": gettext_noop("Corrected name"),
    "right_phone": gettext_noop("Corrected phone"),
    "right_document": gettext_noop("Corrected document"),
    "said_by": gettext_noop("Said by"),
    "whereabouts": gettext_noop("Whereabouts"),
    "place": gettext_noop("Place"),
    "wrong": gettext_noop("What is wrong"),
    "tried": gettext_noop("What was tried"),
    "attempts": gettext_noop("Attempts"),
    "refuses": gettext_noop("Refuses"),
    "explained": gettext_noop("Duties explained"),
    "left_on": gettext_noop("Left on"),
    "care_needs": gettext_noop("Needs"),
    "where": gettext_noop("Where he is"),
    "next_step": gettext_noop("Next step"),
    "reached": gettext_noop("Doors where it was done"),
    "locked": gettext_noop("Doors where nobody opened"),
    "inspected": gettext_noop("Looked at"),
    "found": gettext_noop("Finds"),
    "why": gettext_noop("Why it was not done"),
}
CLEARS = ("count_clear", "identity_clear", "location_clear", "control_clear")
MOVES = {
    "open": (gettext_noop("Task opened"), "blue"),
    "claim": (gettext_noop("Claimed"), "cyan"),
    "unclaim": (gettext_noop("Given back to the trio"), "gray"),
    "accept": (gettext_noop("Hand-over accepted"), "green"),
    "refuse": (gettext_noop("Hand-over refused"), "red"),
    "close": (gettext_noop("Closed"), "gray"),
    "cancel": (gettext_noop("Cancelled"), "gray"),
}
LEVELS = {
    "trio": gettext_noop("the trio"),
    "office": gettext_noop("the joint office"),
    "county": gettext_noop("the county"),
    "city": gettext_noop("the city"),
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
    return word(str(value))


def answer_lines(task: Task, report: Report) -> list[tuple[str, str, str]]:
    """The answers of a report as (name, value, tone); the four clears first, always all four where they were asked.

    Then what the incident's pack asks, also where it was left open: a reviewer sees what nobody has answered.
    """
    answers = dict(report.answers)
    lines = []
    if report.outcome == "found":
        for name in CLEARS:
            clear = bool(answers.pop(name, False))
            lines.append((_(ANSWERS[name]), _value(clear), "green" if clear else "red"))
    asked, form = answers.pop("asked", {}), kind_of(task.kind).forms[report.outcome]
    for name in {one.code for one in proofs_asked(task, report.outcome)}:
        answers.pop(name, None)  # shown apart (`proofs_of`)
    answers = {name: value for name, value in answers.items() if not proofs_named({name: value})}
    if "asked" in form.model_fields:
        lines += [_asked_line(question, asked.get(question.code)) for question in questions_of(task)]
    for name, value in answers.items():
        lines.append((_(ANSWERS[name]) if name in ANSWERS else name, _value(value), ""))
    return lines


def _asked_line(question: Question, value: Any) -> tuple[str, str, str]:
    chosen = {choice.code: worded(choice.text, choice.english) for choice in question.choices}
    label = worded(question.text, question.english)
    if value is None:
        return label, _("not answered"), "yellow"
    return label, chosen.get(value, value) if isinstance(value, str) else _value(value), ""


def event_lines(events: Iterable[Event]) -> list[dict[str, Any]]:
    """The events of a task for {% timeline %}, newest first."""
    return [_line(event) for event in reversed(list(events))]


def _line(event: Event) -> dict[str, Any]:
    line = {"at": event.at, "who": event.who, "reason": event.text, "tone": "gray", "text": ""}
    return line | TOLD.get(event.kind, _told)(event)


def _moved(event: Event) -> dict[str, Any]:
    title, tone = MOVES.get(event.code, (event.code, "gray"))
    return {"title": _(title), "tone": tone, "who": event.who or _("the system")}


def _reported(event: Event) -> dict[str, Any]:
    outcome, tone = appearance(event.code)
    late = event.kind == "late_report"
    title = _("Late report, kept beside the case: %(outcome)s") if late else _("Reported: %(outcome)s")
    return {"title": title % {"outcome": outcome}, "tone": tone, "reason": ""}


def _reviewed(event: Event) -> dict[str, Any]:
    gate = _("Comparison") if event.code == "compare" else _("Release")
    passed = bool(event.data.get("passed"))
    title = _("%(gate)s: passed") if passed else _("%(gate)s: returned")
    return {"title": title % {"gate": gate}, "tone": "green" if passed else "red"}


def _settled(event: Event) -> dict[str, Any]:
    counts = event.code == "counts"
    title = _("This report counts: %(outcome)s") if counts else _("This report was set aside: %(outcome)s")
    return {"title": title % {"outcome": appearance(event.data["outcome"])[0]}, "tone": "blue"}


def _offered(event: Event) -> dict[str, Any]:
    places = {"from": place_name(event.data["from"]), "to": place_name(event.data["to"])}
    return {"title": _("Offered from %(from)s to %(to)s") % places, "tone": "yellow"}


def _reassigned(event: Event) -> dict[str, Any]:
    trios = {"from": event.data["from"], "to": event.data["to"]}
    return {"title": _("From %(from)s to %(to)s: the town changed its mode") % trios, "tone": "orange"}


def _told(event: Event) -> dict[str, Any]:
    level = _(LEVELS[event.code]) if event.code in LEVELS else event.code
    return {"title": _("Deadline passed: %(level)s was told") % {"level": level}, "tone": "red", "who": ""}


TOLD = {
    "move": _moved,
    "report": _reported,
    "late_report": _reported,
    "review": _reviewed,
    "settled": _settled,
    "handover": _offered,
    "reassigned": _reassigned,
}
