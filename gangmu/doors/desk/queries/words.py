"""Codes of the rules as sentences in the reader's language: of rows, of files, of the matcher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.control.intake.rules import Problem, explain
from gangmu.control.intake.rules.problems import TEXTS, field_name
from gangmu.doors.desk.templatetags.statuses import appearance
from gangmu.doors.texts import worded
from gangmu.ground.incidents.rules import Pack
from gangmu.ground.territory.rules import Step

REASONS = {
    "address_contradiction": gettext_noop("address contradicts itself"),
    "category_unknown": gettext_noop("unknown category"),
    "address_review": gettext_noop("several villages possible"),
    "address_town": gettext_noop("only the town is known"),
    "address_county": gettext_noop("only the county is known"),
    "address_city": gettext_noop("only the city is known"),
    "address_invalid": gettext_noop("no usable address"),
    "address_outside": gettext_noop("outside the city"),
    "address_missing": gettext_noop("no address"),
    "address_too_long": gettext_noop("address cut"),
    "identity_conflict": gettext_noop("one document, two names"),
    "identity_candidate": gettext_noop("same name and phone as a known person"),
    "identity_at_door": gettext_noop("same name at the same door as a known person"),
    "row_unidentified": gettext_noop("neither name nor document"),
    "row_unreachable": gettext_noop("neither address nor phone"),
    "name_missing": gettext_noop("no name"),
    "name_unusable": gettext_noop("unusable name"),
    "name_damaged": gettext_noop("damaged name"),
    "name_too_long": gettext_noop("name cut"),
    "document_missing": gettext_noop("no document number"),
    "document_precision_lost": gettext_noop("document digits lost"),
    "document_rounded": gettext_noop("document rounded by the spreadsheet"),
    "document_check_digit": gettext_noop("check digit wrong"),
    "document_birth_date_impossible": gettext_noop("impossible birth date in the document"),
    "document_birth_date_future": gettext_noop("birth date in the future"),
    "document_length": gettext_noop("document too long or too short"),
    "document_characters": gettext_noop("wrong characters in the document"),
    "document_form": gettext_noop("document not in its kind's form"),
    "document_region_unknown": gettext_noop("unknown region in the document"),
    "document_kind_differs": gettext_noop("document kind differs"),
    "document_kind_unknown": gettext_noop("unknown kind of document"),
    "document_several": gettext_noop("several documents in a cell"),
    "document_extra_text": gettext_noop("extra text beside the document"),
    "phone_missing": gettext_noop("no phone"),
    "phone_precision_lost": gettext_noop("phone digits lost"),
    "phone_length": gettext_noop("phone too long or too short"),
    "phone_unreadable": gettext_noop("unreadable phone"),
    "phone_placeholder": gettext_noop("made-up phone"),
    "date_unreadable": gettext_noop("unreadable date"),
    "date_ambiguous": gettext_noop("ambiguous date"),
    "date_implausible": gettext_noop("implausible date"),
    "birth_date_differs": gettext_noop("birth date differs from the document"),
    "sex_unreadable": gettext_noop("unreadable sex"),
    "sex_differs": gettext_noop("sex differs from the document"),
    "age_unreadable": gettext_noop("unreadable age"),
    "text_too_long": gettext_noop("text cut"),
}

GUESSES = {
    "header_exact": gettext_noop("the header says so"),
    "header_like": gettext_noop("the header resembles it"),
    "contested": gettext_noop("several columns could be it"),
    "learned": gettext_noop("chosen before"),
    "content_document": gettext_noop("looks like documents"),
    "content_phone": gettext_noop("looks like phones"),
    "content_date": gettext_noop("looks like dates"),
    "content_name": gettext_noop("looks like names"),
    "content_sex": gettext_noop("looks like a sex"),
    "content_age": gettext_noop("looks like ages"),
    "content_address": gettext_noop("looks like addresses"),
    "unknown": gettext_noop("no idea"),
}

EVIDENCE = {
    "name": gettext_noop("village named"),
    "name-latin": gettext_noop("village named in Latin letters"),
    "code": gettext_noop("its code is given"),
    "name-near": gettext_noop("village name spelt or sounding alike"),
    "town": gettext_noop("town agrees"),
    "county": gettext_noop("county agrees"),
    "city": gettext_noop("city named"),
    "estate": gettext_noop("estate known there"),
    "estate-near": gettext_noop("estate of a name spelt or sounding alike"),
    "road-near": gettext_noop("road of a name spelt or sounding alike"),
    "name-other-suffix": gettext_noop("village named with another ending"),
    "name-without-suffix": gettext_noop("village named without its ending"),
    "road": gettext_noop("road known there"),
    "road-number": gettext_noop("road and number known there"),
    "group": gettext_noop("village group known there"),
    "learned": gettext_noop("taught by a joint office"),
    "learnt": gettext_noop("taught by a joint office"),
    "alias": gettext_noop("another name of it"),
    "town-disagrees": gettext_noop("town disagrees"),
    "county-disagrees": gettext_noop("county disagrees"),
    "one-slip": gettext_noop("one slip of the pen"),
    "contradiction": gettext_noop("contradiction"),
}

BECAUSE = {
    "town-agrees": gettext_noop("town and village agree"),
    "only-one": gettext_noop("only one fits"),
    "tie": gettext_noop("several are equally likely"),
    "near-tie": gettext_noop("several are nearly as likely"),
    "several-near": gettext_noop("several names are near"),
    "evidence-disagrees": gettext_noop("the evidence disagrees"),
    "part-of-longer-name": gettext_noop("the name is part of a longer one"),
    "nothing-usable": gettext_noop("nothing usable"),
    "outside": gettext_noop("outside the city"),
    "also-outside": gettext_noop("a place outside is named too"),
    "former-address": gettext_noop("a former address"),
    "weak-evidence": gettext_noop("the evidence is weak"),
    "two-places": gettext_noop("two places are named"),
    "town-unread": gettext_noop("the town could not be read"),
    "town-only": gettext_noop("only the town is known"),
    "county-only": gettext_noop("only the county is known"),
    "city-only": gettext_noop("only the city is known"),
    "perhaps-a-slip": gettext_noop("perhaps a slip of the pen"),
    "only-one-despite-contradiction": gettext_noop("only one fits in spite of a contradiction"),
}

KINDS = {
    "city": gettext_noop("city"),
    "county": gettext_noop("county"),
    "town": gettext_noop("town"),
    "village": gettext_noop("village"),
    "estate": gettext_noop("estate"),
    "road": gettext_noop("road"),
    "group": gettext_noop("village group"),
    "outside": gettext_noop("outside"),
}

STEPS = {
    "read-as": gettext_noop("Read as “%(text)s”."),
    "found": gettext_noop("“%(text)s” is known as: %(kinds)s."),
    "names-outside": gettext_noop("Names a place outside the city: “%(text)s”."),
    "group": gettext_noop("Village group: %(name)s."),
    "road": gettext_noop("Road %(name)s, number %(number)s."),
    "slips-allowed": gettext_noop("Nothing exact: typing errors and homophones allowed. Town: %(towns)s."),
    "weighed": gettext_noop("%(town)s %(village)s weighs %(score)s. For it: %(reasons)s."),
    "decided": gettext_noop("Decision: %(status)s. Because: %(why)s."),
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
        why = params["why"]
        params["why"] = _(BECAUSE[why]) if why in BECAUSE else evidence_text(why)
    if "kinds" in params and not params["kinds"]:
        return _("“%(text)s” is known.") % params
    if "kinds" in params:
        params["kinds"] = ", ".join(_(KINDS[k]) if k in KINDS else k for k in params["kinds"].split(","))
    if "status" in params:
        params["status"] = appearance(params["status"])[0]
    return _(known) % params


def problem_text(kept: Mapping[str, Any], language: str | None) -> str:
    """The problem that a batch keeps as {code, value, params}, with its remedy."""
    params = tuple((str(name), str(value)) for name, value in kept.get("params", ()))
    problem = Problem("file", kept.get("code", ""), kept.get("value", ""), params)
    return explain(problem, language or "zh") if problem.code in TEXTS else problem.code


def frequent(kept: Mapping[str, int]) -> list[tuple[str, int]]:
    """What a preview has counted, the most frequent first: the database keeps no order."""
    return sorted(kept.items(), key=lambda one: -one[1])


def category_lines(pack: Pack, kept: Mapping[str, int]) -> list[dict[str, Any]]:
    """The categories of a preview as {written, means, rows, unknown}; none where no row says one."""
    if not any(kept):
        return []
    return [
        {
            "written": written,
            "means": worded((category := pack.category_of(written)).name, category.english),
            "rows": rows,
            "unknown": bool(written) and pack.meant(written) is None,
        }
        for written, rows in frequent(kept)
    ]


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
