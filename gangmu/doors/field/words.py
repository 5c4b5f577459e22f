"""How the phone asks: questions, choices and headings by their codes, in the reader's language."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
QUESTIONS = {
    "count_clear": gettext_noop("Count: all who live here are known"),
    "identity_clear": gettext_noop("Identity: he is who the list says"),
    "location_clear": gettext_noop("Location: he lives at this door"),
    "control_clear": gettext_noop("Control: the measures are told and kept"),
    "unclear_because": gettext_noop("What is not clear?"),
    "sampled": gettext_noop("Sample taken?"),
    "specimen": gettext_noop("Specimen number"),
    "arrived_on": gettext_noop("Arrived on"),
    "temperature": gettext_noop("Temperature °C"),
    "symptoms": gettext_noop("Symptoms"),
    "needs": gettext_noop("Needs"),
    "needs_note": gettext_noop("About the needs"),
    "co_residents": gettext_noop("Who else lives here?"),
    "note": gettext_noop("Note"),
    "right_name": gettext_noop("Right name"),
    "right_phone": gettext_noop("Right phone"),
    "right_document": gettext_noop("Right document number"),
    "said_by": gettext_noop("Who says so?"),
    "whereabouts": gettext_noop("Where is he?"),
    "place": gettext_noop("Which place?"),
    "wrong": gettext_noop("What is wrong?"),
    "tried": gettext_noop("What was tried?"),
    "attempts": gettext_noop("How many times?"),
    "refuses": gettext_noop("What does he refuse?"),
    "explained": gettext_noop("Were his duties explained?"),
    "left_on": gettext_noop("When did he leave?"),
    "name": gettext_noop("Name"),
    "relation": gettext_noop("Relation"),
    "document": gettext_noop("Document number, if he shows it"),
    "phone": gettext_noop("Phone, if he has one"),
}
GROUPS = {
    "clears": gettext_noop("Four clears"),
    "sample": gettext_noop("Sample"),
    "arrival": gettext_noop("Arrival"),
    "people": gettext_noop("Living together"),
    "health": gettext_noop("Temperature, symptoms"),
    "needs": gettext_noop("Needs"),
    "corrections": gettext_noop("Something in the list is wrong"),
    "more": gettext_noop("Note"),
}
WORDS = {
    "fever": gettext_noop("fever"),
    "rash": gettext_noop("rash"),
    "joint_pain": gettext_noop("joint pain"),
    "cough": gettext_noop("cough"),
    "other": gettext_noop("other"),
    "medicine": gettext_noop("medicine"),
    "food": gettext_noop("food"),
    "medical_care": gettext_noop("medical care"),
    "neighbour": gettext_noop("neighbour"),
    "landlord": gettext_noop("landlord"),
    "family": gettext_noop("family"),
    "himself": gettext_noop("himself"),
    "property_office": gettext_noop("property office"),
    "nobody": gettext_noop("nobody"),
    "unknown": gettext_noop("unknown"),
    "in_city": gettext_noop("in the city"),
    "out_of_city": gettext_noop("outside the city"),
    "phone": gettext_noop("phone"),
    "door": gettext_noop("door"),
    "message": gettext_noop("message"),
    "name": gettext_noop("name"),
    "document": gettext_noop("document"),
    "address": gettext_noop("address"),
    "identity": gettext_noop("identity"),
    "sampling": gettext_noop("sampling"),
    "control": gettext_noop("control"),
    "everything": gettext_noop("everything"),
    "today": gettext_noop("today"),
    "yesterday": gettext_noop("yesterday"),
    "earlier": gettext_noop("earlier"),
    "spouse": gettext_noop("spouse"),
    "child": gettext_noop("child"),
    "parent": gettext_noop("parent"),
    "relative": gettext_noop("relative"),
    "housemate": gettext_noop("housemate"),
    "colleague": gettext_noop("colleague"),
}
KNOWN = {
    "origin": gettext_noop("Comes from"),
    "arrived_at": gettext_noop("Arrived at"),
    "transport": gettext_noop("Transport"),
    "contact_of": gettext_noop("Contact of"),
    "relation": gettext_noop("Relation"),
    "remark": gettext_noop("Remark"),
    "source_ref": gettext_noop("Reference"),
}
ELSEWHERE = {
    "lives": gettext_noop("He lives there"),
    "works": gettext_noop("He works or studies there"),
    "stays": gettext_noop("He stays there: hotel, hospital, relatives"),
    "address": gettext_noop("The address lies there"),
}
NOT_OURS = {
    "nobody": gettext_noop("Nobody of that name here"),
    "address": gettext_noop("The address is not on our ground"),
    "moved": gettext_noop("He has moved on"),
}


def question(code: str) -> str:
    """The wording of a question."""
    return _(QUESTIONS[code]) if code in QUESTIONS else code


def group(code: str) -> str:
    """A heading; '' for questions that need none."""
    return _(GROUPS[code]) if code in GROUPS else ""


def word(code: str) -> str:
    """A choice; a number stays a number."""
    return _(WORDS[code]) if code in WORDS else code


def known_facts(known: dict[str, str]) -> list[tuple[str, str]]:
    """What the lists already say about somebody, named."""
    return [(_(label), _readable(str(known[code]))) for code, label in KNOWN.items() if known.get(code)]


def _readable(text: str) -> str:
    """A moment of a list as people write it; any other text as it is."""
    return f"{text[:10]} {text[11:16]}" if _MOMENT.match(text) else text


def chosen(table: dict[str, str], codes: list[str], note: str) -> str:
    """A reason from tapped choices and what was typed beside them."""
    return "；".join(
        [_(table[code]) for code in codes if code in table] + ([note.strip()] if note.strip() else [])
    )
