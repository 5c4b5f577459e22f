"""What a kind of task is, which gate stands where, and how a passed deadline climbs the headrope.

Casework knows no disease and no hazard: a field of work registers its task kinds here (`register`), each with the
forms of its outcomes, its gates, and what reporting and closing mean for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from gangmu.casework.states import STILL_OPEN, Status
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

COMPARE, RELEASE = "compare", "release"

# Who is told of a passed deadline, and how many natural minutes after it: up the headrope, each level once.
LADDER: tuple[tuple[str, int], ...] = (("trio", 0), ("office", 30), ("county", 120), ("city", 360))
# The stages of a task that a timer runs for, and the step of the ladder at which each begins: a trio is told of its
# own delays, an office of what waits for its seats.
FIRST_STEP: Mapping[str, int] = {"report": 0, "compare": 1, "release": 1, "accept": 1}
# The stage whose deadline runs while a task is in a state.
STAGE_OF: Mapping[str, str] = {
    Status.OPEN: "report",
    Status.CLAIMED: "report",
    Status.RETURNED: "report",
    Status.OFFERED: "accept",
    Status.REPORTED: "compare",
    Status.COMPARED: "release",
}


class ReportForm(BaseModel):
    """The answers of one outcome; pages, phone and API are generated from the same subclass."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def kept(self) -> dict[str, Any]:
        """The answers as the case keeps them: JSON, without anything that belongs in the vault."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def reaches_further(self) -> bool:
        """Whether it changes more than its own case: only then is the kind's `receive` asked."""
        return False


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

    def read(self, outcome: str, answers: Mapping[str, Any]) -> ReportForm:
        """The answers as the outcome's form; Refused('answers_invalid', errors=[(field, code, params)…])."""
        if outcome not in self.forms:
            raise Refused("answers_invalid", errors=[("outcome", "literal_error", {})])
        try:
            return self.forms[outcome].model_validate(answers)
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
