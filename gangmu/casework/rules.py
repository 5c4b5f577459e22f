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
        return {name: value for name, value in answers.items() if value != {}}

    def reaches_further(self) -> bool:
        """Whether it changes more than its own case: only then is the kind's `receive` asked."""
        return False


# An answer that is proof: the id of what the phone took, '' for none, or that it could not be taken.
NOT_POSSIBLE = "not_possible"
PROOF_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PROOF_PURPOSE = "proof"  # what the vault binds its parts to


def proof(kind: str, **hints: Any) -> Any:
    """A field of a form that asks for proof: a 'photo', a 'voice' note or the 'position'; `hints` as for any question.

    No answer is insisted on here: pages without a camera and older phones report all the same, and a reviewer sees
    what is missing.
    """
    ui = {"proof": kind, **hints}
    return Field("", pattern=rf"^({PROOF_ID}|{NOT_POSSIBLE}|)$", json_schema_extra={"ui": ui})


def proof_fields(form: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """The fields of a form that ask for proof, with their hints."""
    found = {}
    for name, info in form.model_fields.items():
        extra = info.json_schema_extra
        hints = extra.get("ui") if isinstance(extra, dict) else None
        if isinstance(hints, dict) and "proof" in hints:
            found[name] = dict(hints)
    return found


def proofs_named(answers: Mapping[str, Any]) -> set[str]:
    """The ids of proofs that the answers of a report name."""
    return {value for value in answers.values() if isinstance(value, str) and re.fullmatch(PROOF_ID, value)}


@cache
def asking(form: type[ReportForm], asked: type[BaseModel]) -> type[ReportForm]:
    """The form with `asked` in the place it has for such questions; one without that place stays as it is."""
    if "asked" not in form.model_fields:
        return form
    return create_model(form.__name__, __base__=form, asked=(asked, ROOM))


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

    def read(
        self, outcome: str, answers: Mapping[str, Any], asked: type[BaseModel] = NothingAsked
    ) -> ReportForm:
        """The answers as the outcome's form with `asked` in it.

        Refused('answers_invalid', errors=[(field, code, params)…]) with all that is wrong.
        """
        if outcome not in self.forms:
            raise Refused("answers_invalid", errors=[("outcome", "literal_error", {})])
        try:
            return asking(self.forms[outcome], asked).model_validate(answers)
        except ValidationError as wrong:
            errors = [
                (".".join(str(part) for part in e["loc"]), e["type"], e.get("ctx") or {})
                for e in wrong.errors(include_url=False, include_input=False)
            ]
            raise Refused("answers_invalid", errors=errors) from None


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
