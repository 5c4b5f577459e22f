"""How the phone asks: questions, choices and headings by their codes, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

QUESTIONS = {
    "count_clear": noop("Count: all who live here are known"),
    "identity_clear": noop("Identity: he is who the list says"),
    "location_clear": noop("Location: he lives at this door"),
    "control_clear": noop("Control: the measures are told and kept"),
    "unclear_because": noop("What is not clear?"),
    "sampled": noop("Sample taken?"),
    "specimen": noop("Specimen number"),
    "arrived_on": noop("Arrived on"),
    "temperature": noop("Temperature °C"),
    "symptoms": noop("Symptoms"),
    "needs": noop("Needs"),
    "needs_note": noop("About the needs"),
    "co_residents": noop("Who else lives here?"),
    "note": noop("Note"),
    "right_name": noop("Right name"),
    "right_phone": noop("Right phone"),
    "right_document": noop("Right document number"),
    "said_by": noop("Who says so?"),
    "whereabouts": noop("Where is he?"),
    "place": noop("Which place?"),
    "wrong": noop("What is wrong?"),
    "tried": noop("What was tried?"),
    "attempts": noop("How many times?"),
    "refuses": noop("What does he refuse?"),
    "explained": noop("Were his duties explained?"),
    "left_on": noop("When did he leave?"),
    "name": noop("Name"),
    "relation": noop("Relation"),
    "document": noop("Document number, if he shows it"),
    "phone": noop("Phone, if he has one"),
}
GROUPS = {
    "clears": noop("Four clears"),
    "sample": noop("Sample"),
    "arrival": noop("Arrival"),
    "people": noop("Living together"),
    "health": noop("Temperature, symptoms"),
    "needs": noop("Needs"),
    "corrections": noop("Something in the list is wrong"),
    "more": noop("Note"),
}
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
KNOWN = {
    "origin": noop("Comes from"),
    "arrived_at": noop("Arrived"),
    "transport": noop("By"),
    "contact_of": noop("Contact of"),
    "relation": noop("Relation"),
    "remark": noop("Remark"),
    "source_ref": noop("Reference"),
}
ELSEWHERE = {
    "lives": noop("He lives there"),
    "works": noop("He works or studies there"),
    "stays": noop("He stays there: hotel, hospital, relatives"),
    "address": noop("The address lies there"),
}
NOT_OURS = {
    "nobody": noop("Nobody of that name here"),
    "address": noop("The address is not on our ground"),
    "moved": noop("He has moved on"),
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
    return [(_(label), str(known[code])) for code, label in KNOWN.items() if known.get(code)]


def chosen(table: dict[str, str], codes: list[str], note: str) -> str:
    """A reason from tapped choices and what was typed beside them."""
    return "；".join([_(table[code]) for code in codes if code in table] + ([note.strip()] if note.strip() else []))
