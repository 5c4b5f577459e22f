"""What a kind of task is, which gate stands where, and how a passed deadline climbs the headrope.

Casework knows no disease and no hazard: a field of work registers its task kinds here (`register`), each with the
forms of its outcomes, its gates, and what reporting and closing mean for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from gangmu.casework.states import STILL_OPEN, Status
from gangmu.ground.incidents.rules import Proof
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

COMPARE, RELEASE = "compare", "release"

# The stage whose deadline runs while a task is in a state.
STAGE_OF: Mapping[str, str] = {
    Status.OPEN: "report",
    Status.CLAIMED: "report",
    Status.RETURNED: "report",
    Status.OFFERED: "accept",
    Status.REPORTED: "compare",
    Status.COMPARED: "release",
}
# How far the clock of a phone may be off before anybody is told.
CLOCK_TOLERANCE = timedelta(minutes=5)


class NothingAsked(BaseModel):
    """The place in a form for what the incident's rules ask beyond it, where they ask nothing."""

    model_config = ConfigDict(extra="forbid")


# A field `asked` of this type in a form is that place; left out by a sender, it is read as empty.
ROOM: Any = Field({}, validate_default=True, json_schema_extra={"ui": {"group": "asked"}})


class ReportForm(BaseModel):
    """The answers of one outcome; pages, phone and API are generated from the same subclass."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def kept(self) -> dict[str, Any]:
        """The answers as the case keeps them: JSON, without anything that belongs in the vault."""
        answers = self.model_dump(mode="json", exclude_defaults=True)
        for name in _on_the_screen(type(self)):
            answers.setdefault(name, getattr(self, name))
        return {name: value for name, value in answers.items() if value != {}}

    def reaches_further(self) -> bool:
        """Whether it changes more than its own case: only then is the kind's `receive` asked."""
        return False


@cache
def _on_the_screen(form: type[ReportForm]) -> tuple[str, ...]:
    """The fields whose default is an answer: it was on the screen when it was sent, so whoever reviews sees it too."""
    defaults = {name: field.default for name, field in form.model_fields.items()}
    return tuple(
        name for name, default in defaults.items() if isinstance(default, bool | str) and default != ""
    )


def words_field(label: tuple[str, str], *phrases: tuple[str, str]) -> Any:
    """A field of words, Chinese and English its `label`; the usual `phrases` are tapped, and may be changed then."""
    return Field(json_schema_extra={"ui": {"label": list(label), "phrases": [list(one) for one in phrases]}})


# An answer that is proof: the id of what the phone took, '' for none, or that it could not be taken.
NOT_POSSIBLE = "not_possible"
PROOF_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PROOF_PURPOSE = "proof"  # what the vault binds its parts to


def proof_field(wanted: Proof) -> Any:
    """The field of a form that a pack's wish for proof becomes.

    No answer is insisted on here: pages without a camera and older phones report all the same, and a reviewer sees
    what is missing.
    """
    ui: dict[str, Any] = {"proof": wanted.take, "label": [wanted.text, wanted.english]}
    if wanted.when is not None:
        ui["needed_if"] = {wanted.when: wanted.says}
    return Field("", pattern=rf"^({PROOF_ID}|{NOT_POSSIBLE}|)$", json_schema_extra={"ui": ui})


def proofs_named(answers: Mapping[str, Any]) -> set[str]:
    """The ids of proofs that the answers of a report name."""
    return {value for value in answers.values() if isinstance(value, str) and re.fullmatch(PROOF_ID, value)}


@cache
def asking(
    form: type[ReportForm], asked: type[BaseModel], proofs: tuple[Proof, ...] = ()
) -> type[ReportForm]:
    """The form with `asked` in the place it has for such questions, if it has one, and what is to be proved."""
    fields: dict[str, Any] = {wanted.code: (str, proof_field(wanted)) for wanted in proofs}
    if "asked" in form.model_fields:
        fields["asked"] = (asked, ROOM)
    return create_model(form.__name__, __base__=form, **fields) if fields else form


def read(form: type[ReportForm], answers: Mapping[str, Any]) -> ReportForm:
    """The answers as a form; Refused('answers_invalid', errors=[(field, code, params)…]) with all that is wrong."""
    try:
        return form.model_validate(answers)
    except ValidationError as wrong:
        errors = [
            (".".join(str(part) for part in e["loc"]), e["type"], e.get("ctx") or {})
            for e in wrong.errors(include_url=False, include_input=False)
        ]
        raise Refused("answers_invalid", errors=errors) from None


def _nothing_received(actor: Actor, task: Any, form: ReportForm) -> None:
    """Most kinds change nothing else when a report arrives."""


def _nothing_closed(actor: Actor, tasks: Sequence[tuple[int, str]]) -> None:
    """Most kinds change nothing else when tasks close."""


@dataclass(frozen=True)
class TaskKind:
    """A kind of task: `forms` by outcome, the `gates` its reports pass, and two hooks.

    `receive(actor, task, form)` runs in the transaction of a report that won and reaches further;
    `close(actor, [(task id, outcome)])` in that of a batch of tasks being closed.
    """

    code: str
    forms: Mapping[str, type[ReportForm]]
    gates: tuple[str, ...] = (COMPARE, RELEASE)
    receive: Callable[[Actor, Any, Any], None] = _nothing_received
    close: Callable[[Actor, Sequence[tuple[int, str]]], None] = _nothing_closed


KINDS: dict[str, TaskKind] = {}


def register(kind: TaskKind) -> None:
    """Make a task kind known; called once for each by the field of work that owns it."""
    if kind.code in KINDS and KINDS[kind.code] is not kind:
        raise ValueError(f"two task kinds {kind.code}")
    KINDS[kind.code] = kind


def kind_of(code: str) -> TaskKind:
    """The task kind of a code; KeyError for one that nobody registered."""
    return KINDS[code]


def gate_at(status: str, gates: Sequence[str]) -> str | None:
    """The gate that a report in this state stands before; None where no review is due."""
    if status == Status.REPORTED:
        return COMPARE if COMPARE in gates else RELEASE
    return RELEASE if status == Status.COMPARED else None


def stage_after(status: str, gates: Sequence[str]) -> str | None:
    """The stage whose deadline starts when a task enters a state; None when nobody has to act any more."""
    if status not in STILL_OPEN:
        return None
    stage = STAGE_OF[status]
    return RELEASE if stage == COMPARE and COMPARE not in gates else stage


def first_step(stage: str, ladder: Iterable[str]) -> int:
    """Where on a pack's ladder the telling begins: a trio hears of its own delays, not of those at a seat."""
    return 0 if stage == "report" else sum(level == "trio" for level in ladder)


def phone_clock(phone_at: datetime | None, at: datetime, since: datetime) -> str:
    """What a phone's own time of a report says beside `at`, its arrival: 'earlier', 'wrong' or ''.

    'wrong': later than the arrival, or before the task existed (`since`); within a few minutes nothing is said.
    """
    if phone_at is None or abs(at - phone_at) <= CLOCK_TOLERANCE:
        return ""
    return "wrong" if phone_at > at or phone_at < since - CLOCK_TOLERANCE else "earlier"
