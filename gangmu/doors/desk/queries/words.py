"""Codes of the rules as sentences in the reader's language: reasons of rows, problems of files, steps of the matcher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from gangmu.control.intake.rules import Problem, explain
from gangmu.control.intake.rules.problems import TEXTS, field_name
from gangmu.ground.territory.rules import Step

REASONS = {
    "address_contradiction": noop("address contradicts itself"),
    "address_review": noop("several villages possible"),
    "address_town": noop("only the town is known"),
    "address_county": noop("only the county is known"),
    "address_city": noop("only the city is known"),
    "address_invalid": noop("no usable address"),
    "address_outside": noop("outside the city"),
    "address_missing": noop("no address"),
    "address_too_long": noop("address cut"),
    "identity_conflict": noop("one document, two names"),
    "identity_candidate": noop("same name and phone as a known person"),
    "row_unidentified": noop("neither name nor document"),
    "row_unreachable": noop("neither address nor phone"),
    "name_missing": noop("no name"),
    "name_unusable": noop("unusable name"),
    "name_damaged": noop("damaged name"),
    "name_too_long": noop("name cut"),
    "document_missing": noop("no document number"),
    "document_precision_lost": noop("document digits lost"),
    "document_rounded": noop("document rounded by the spreadsheet"),
    "document_check_digit": noop("check digit wrong"),
    "document_birth_date_impossible": noop("impossible birth date in the document"),
    "document_birth_date_future": noop("birth date in the future"),
    "document_length": noop("document too long or too short"),
    "document_characters": noop("wrong characters in the document"),
    "document_form": noop("document not in its kind's form"),
    "document_region_unknown": noop("unknown region in the document"),
    "document_kind_differs": noop("document kind differs"),
    "document_kind_unknown": noop("unknown kind of document"),
    "document_several": noop("several documents in a cell"),
    "document_extra_text": noop("extra text beside the document"),
    "phone_missing": noop("no phone"),
    "phone_precision_lost": noop("phone digits lost"),
    "phone_length": noop("phone too long or too short"),
    "phone_unreadable": noop("unreadable phone"),
    "phone_placeholder": noop("made-up phone"),
    "date_unreadable": noop("unreadable date"),
    "date_ambiguous": noop("ambiguous date"),
    "date_implausible": noop("implausible date"),
    "birth_date_differs": noop("birth date differs from the document"),
    "sex_unreadable": noop("unreadable sex"),
    "sex_differs": noop("sex differs from the document"),
    "age_unreadable": noop("unreadable age"),
    "text_too_long": noop("text cut"),
}

GUESSES = {
    "header_exact": noop("the header says so"),
    "header_like": noop("the header resembles it"),
    "learned": noop("chosen before"),
    "content_document": noop("looks like documents"),
    "content_phone": noop("looks like phones"),
    "content_date": noop("looks like dates"),
    "content_name": noop("looks like names"),
    "content_sex": noop("looks like a sex"),
    "content_age": noop("looks like ages"),
    "content_address": noop("looks like addresses"),
    "unknown": noop("no idea"),
}

EVIDENCE = {
    "village": noop("village named"),
    "town": noop("town named"),
    "county": noop("county named"),
    "estate": noop("estate known there"),
    "road": noop("road and number known there"),
    "group": noop("village group known there"),
    "learned": noop("taught by a joint office"),
    "sound": noop("sounds alike"),
    "likeness": noop("spelt alike"),
}

STEPS = {
    "read-as": noop("Read as “%(text)s”."),
    "found": noop("“%(text)s” is known as: %(kinds)s."),
    "names-outside": noop("Names a place outside the city: “%(text)s”."),
    "group": noop("Village group: %(name)s."),
    "road": noop("Road %(name)s, number %(number)s."),
    "slips-allowed": noop("Nothing exact: typing errors and homophones allowed. Town: %(towns)s."),
    "weighed": noop("%(town)s %(village)s weighs %(score)s. For it: %(reasons)s."),
    "decided": noop("Decision: %(status)s. Because: %(why)s."),
}


def reason_text(code: str) -> str:
    """A reason of a row in a few words."""
    if code.startswith("desk:"):
        return _("sent back by the desk: %(why)s") % {"why": code.removeprefix("desk:").strip()}
    return _(REASONS[code]) if code in REASONS else code


def guess_text(code: str) -> str:
    """Why a column is guessed to mean something."""
    return _(GUESSES[code]) if code in GUESSES else code


def evidence_text(code: str) -> str:
    """Why a candidate speaks for itself, in a few words; unknown codes as they are."""
    return _(EVIDENCE[code]) if code in EVIDENCE else code.replace("-", " ")


def step_text(step: Step) -> str:
    """One sentence of the matcher's explanation."""
    known = STEPS.get(step.code)
    if known is None:
        return " ".join([step.code, *step.params.values()])
    params = dict(step.params)
    if "reasons" in params:
        params["reasons"] = (
            ", ".join(evidence_text(code) for code in params["reasons"].split(",") if code) or "–"
        )
    if "why" in params:
        params["why"] = params["why"].replace("-", " ")
    return _(known) % params


def problem_text(kept: Mapping[str, Any], language: str | None) -> str:
    """The problem that a batch keeps as {code, value, params}, with its remedy."""
    params = tuple((str(name), str(value)) for name, value in kept.get("params", ()))
    problem = Problem("file", kept.get("code", ""), kept.get("value", ""), params)
    return explain(problem, language or "zh") if problem.code in TEXTS else problem.code


def problem_lines(kept: Iterable[Any], language: str | None) -> list[dict[str, Any]]:
    """The problems of a preview as {row, field, value, text, error}, in the order of the rows."""
    lines = []
    for number, field, code, value, params, severity in kept:
        problem = Problem(field, code, value, tuple((str(k), str(v)) for k, v in params))
        lines.append(
            {
                "row": number,
                "field": field_name(field, language or "zh"),
                "value": value,
                "text": explain(problem, language or "zh") if code in TEXTS else code,
                "error": severity == "error",
            }
        )
    return lines
