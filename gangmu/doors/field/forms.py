"""A report form on a phone: questions made from the pydantic model of an outcome, and answers read back.

Nothing here knows a question: kinds, choices and limits come from the model, wordings from `words.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django.http import HttpRequest, QueryDict
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gangmu.casework.rules import ReportForm
from gangmu.doors.field import words
from gangmu.doors.texts import answer_error, word, worded

YES, NO = "yes", "no"
MOST_PEOPLE = 30
# Groups that most doors need stay open, in this order; the others are folded away.
OPEN_GROUPS = ("clears", "sample", "reading", "asked", "people", "")
FOLDED_GROUPS = ("health", "needs", "corrections", "more")
# Where an error of a whole form is shown.
AT = {
    "unclear_because_missing": "unclear_because",
    "specimen_without_sample": "specimen",
    "place_missing": "place",
}
Error = tuple[str, str, Mapping[str, Any]]


@dataclass(slots=True)
class Question:
    """One thing to answer. `kind`: yes_no, choice, many, text, number, date or people."""

    name: str
    kind: str
    label: str
    value: Any = None
    choices: list[tuple[str, str]] = field(default_factory=list)
    error: str = ""
    when: str = ""
    rows: list[list[Question]] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Questions under one heading; a folded one is opened when it holds an answer or an error."""

    name: str
    label: str
    questions: list[Question]
    folded: bool

    @property
    def opened(self) -> bool:
        """Whether a folded group shows its questions at once."""
        return any(q.error or q.value or q.rows for q in self.questions)


def moment_of(request: HttpRequest) -> datetime | None:
    """When the phone says that the form was sent; None without its word, or for one that is no moment."""
    try:
        said = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        return None
    return said if said.tzinfo else None


def kind_of(info: FieldInfo) -> tuple[str, tuple[str, ...]]:
    """How a field is asked, and its choices; 'part' is a form inside the form."""
    wanted = info.annotation
    if get_origin(wanted) in (Union, UnionType):
        wanted = next(part for part in get_args(wanted) if part is not type(None))
    if get_origin(wanted) is Annotated:
        wanted = get_args(wanted)[0]
    if get_origin(wanted) is Literal:
        return "choice", get_args(wanted)
    if get_origin(wanted) is list:
        (inner,) = get_args(wanted)
        return ("many", get_args(inner)) if get_origin(inner) is Literal else ("people", ())
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return "part", ()
    kinds: dict[Any, str] = {bool: "yes_no", float: "number", int: "number", date: "date"}
    return kinds.get(wanted, "text"), ()


def read_answers(form: type[BaseModel], data: QueryDict, prefix: str = "") -> dict[str, Any]:
    """The answers as they were given; what was left open is left out, so that the model says what is missing."""
    answers: dict[str, Any] = {}
    for name, info in form.model_fields.items():
        if "proof" in _hints(info):
            continue  # these pages have no camera
        key, (kind, _choices) = prefix + name, kind_of(info)
        if kind == "people":
            inner = get_args(info.annotation)[0]
            rows = [read_answers(inner, data, f"{key}-{n}-") for n in row_numbers(data, key)]
            given: Any = [row for row in rows if row.get("name") or row.get("document") or row.get("phone")]
        elif kind == "part":
            sent = {one: str(data[one]).strip() for one in data if one.startswith(f"{key}-")}
            given = {one.removeprefix(f"{key}-"): text for one, text in sent.items() if text}
        elif kind == "many":
            given = data.getlist(key)
        else:
            text = data.get(key, "").strip()
            given = {YES: True, NO: False}.get(text) if kind == "yes_no" else text
        if given not in ("", None, [], {}):
            answers[name] = given
    return answers


def kept_parts(answers: Mapping[str, Any], errors: list[Error]) -> list[tuple[str, str]]:
    """Answers to questions that a page cannot show any more, as hidden fields; without those that were wrong."""
    wrong = {at for at, _, _ in errors}
    return [
        (f"{name}-{code}", text)
        for name, part in answers.items()
        if isinstance(part, dict)
        for code, text in part.items()
        if f"{name}.{code}" not in wrong
    ]


def row_numbers(data: QueryDict, key: str) -> list[int]:
    """The numbers of the rows of a table that a page has sent."""
    numbers = [int(n) for n in data.getlist(f"{key}-row") if n.isascii() and n.isdigit() and len(n) < 4]
    return sorted(set(numbers))[:MOST_PEOPLE]


def groups_of(form: type[ReportForm], answers: Mapping[str, Any], errors: list[Error]) -> list[Group]:
    """The questions of an outcome, grouped."""
    told = {AT.get(code, at): (code, context) for at, code, context in errors}
    found: dict[str, list[Question]] = {}
    for name, info in form.model_fields.items():
        if asked := _asked(name, info, answers, told):
            found.setdefault(_hints(info).get("group", ""), []).extend(asked)
    shown = [(name, False) for name in OPEN_GROUPS] + [(name, True) for name in FOLDED_GROUPS]
    return [Group(name, words.group(name), found[name], folded) for name, folded in shown if name in found]


def people_row(form: type[BaseModel], number: int, name: str = "co_residents") -> list[Question]:
    """The empty questions of one more person."""
    return list(_row(form, name, number, {}, {}))


def person_form(form: type[ReportForm]) -> type[BaseModel] | None:
    """The model of the people that an outcome names; None if it names none."""
    for info in form.model_fields.values():
        if kind_of(info)[0] == "people":
            inner: type[BaseModel] = get_args(info.annotation)[0]
            return inner
    return None


def other_errors(groups: list[Group], errors: list[Error]) -> list[str]:
    """Errors that no question shows: on top of the page, so that none is silent."""
    shown = {q.name for g in groups for q in g.questions}
    shown |= {q.name for g in groups for people in g.questions for row in people.rows for q in row}
    return [
        answer_error(code, context)
        for at, code, context in errors
        if AT.get(code, at).replace(".", "-") not in shown
    ]


def _asked(name: str, info: FieldInfo, answers: Mapping[str, Any], told: Mapping[str, Any]) -> list[Question]:
    if "proof" in _hints(info):
        return []
    if kind_of(info)[0] != "part":
        return [_question(name, info, answers, told)]
    inner: Any = info.annotation
    given = answers.get(name, {})
    return [_question(code, one, given, told, f"{name}-") for code, one in inner.model_fields.items()]


def _question(
    name: str, info: FieldInfo, answers: Mapping[str, Any], told: Mapping[str, Any], prefix: str = ""
) -> Question:
    kind, choices = kind_of(info)
    error = told.get(prefix.replace("-", ".") + name)
    default = info.get_default(call_default_factory=True) if not info.is_required() else None
    hints = _hints(info)
    labels = hints.get("labels", {})
    asked = Question(
        prefix + name,
        kind,
        worded(*hints["label"]) if "label" in hints else words.question(name),
        answers.get(name, default if kind in ("choice", "yes_no") else None),
        [(code, worded(*labels[code]) if code in labels else word(code)) for code in choices],
        answer_error(*error) if error else "",
        hints.get("when_no") or hints.get("when_yes") or "",
    )
    if kind == "yes_no":
        asked.value = {True: YES, False: NO}.get(asked.value, asked.value)
    if kind == "people":
        inner = get_args(info.annotation)[0]
        rows = answers.get(name) or []
        asked.rows = [list(_row(inner, name, n, row, told)) for n, row in enumerate(rows)]
    return asked


def _row(
    form: type[BaseModel], name: str, number: int, answers: Mapping[str, Any], told: Mapping[str, Any]
) -> Iterator[Question]:
    for inner, info in form.model_fields.items():
        yield _question(inner, info, answers, told, f"{name}-{number}-")


def _hints(info: FieldInfo) -> dict[str, Any]:
    extra = info.json_schema_extra
    hints = extra.get("ui", {}) if isinstance(extra, dict) else {}
    return hints if isinstance(hints, dict) else {}
