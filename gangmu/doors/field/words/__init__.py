"""How the phone asks: questions and headings by their codes, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

QUESTIONS = {
    "count_clear": gettext_noop("Count: all who live here are known"),
    "identity_clear": gettext_noop("Identity: he is who the list says"),
    "location_clear": gettext_noop("Location: he lives at this door"),
    "control_clear": gettext_noop("Control: the measures are told and kept"),
    "unclear_because": gettext_noop("What is not clear?"),
    "sampled": gettext_noop("Sample taken?"),
    "specimen": gettext_noop("Specimen number"),
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
    "care_needs": gettext_noop("What must not be forgotten?"),
    "where": gettext_noop("Where is he?"),
    "next_step": gettext_noop("What comes next?"),
    "reached": gettext_noop("At how many doors was it done?"),
    "locked": gettext_noop("Where did nobody open? How many doors?"),
    "inspected": gettext_noop("How many were looked at?"),
    "found": gettext_noop("How many finds among them?"),
    "why": gettext_noop("Why was it not done?"),
    "name": gettext_noop("Name"),
    "relation": gettext_noop("Relation"),
    "document": gettext_noop("Document number, if he shows it"),
    "phone": gettext_noop("Phone, if he has one"),
}
GROUPS = {
    "clears": gettext_noop("Four clears"),
    "sample": gettext_noop("Sample"),
    "reading": gettext_noop("Temperature, symptoms"),
    "asked": gettext_noop("Asked in this incident"),
    "people": gettext_noop("Living together"),
    "health": gettext_noop("Temperature, symptoms"),
    "needs": gettext_noop("Needs"),
    "corrections": gettext_noop("Something in the list is wrong"),
    "more": gettext_noop("Note"),
}
ELSEWHERE = {
    "lives": gettext_noop("He lives there"),
    "works": gettext_noop("He works or studies there"),
    "stays": gettext_noop("He stays there: hotel, hospital, relatives"),
    "address": gettext_noop("The address lies there"),
}


def question(code: str) -> str:
    """The wording of a question."""
    return _(QUESTIONS[code]) if code in QUESTIONS else code


def group(code: str) -> str:
    """A heading; '' for questions that need none."""
    return _(GROUPS[code]) if code in GROUPS else ""
