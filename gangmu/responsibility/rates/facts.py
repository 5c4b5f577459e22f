"""What happens with weekly rates."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class WeekFrozen(Fact, kind="rates.frozen"):
    """A week is frozen: a county may object until `slot`; `subject_id` is the week, `day` its Monday."""

    day: str
    slot: str


@dataclass(frozen=True)
class ObjectionDecided(Fact, kind="rates.objection_decided"):
    """Somebody has decided about an objection; `subject_id` is the objection."""

    code: str
    status: str


@dataclass(frozen=True)
class StepConfirmed(Fact, kind="rates.step_confirmed"):
    """A step of the ladder holds for a county, which owes an answer on a day; `subject_id` is the step."""

    code: str
    rung: str
    day: str
