"""What a pack provides for people: levels of management, the conditions of a home, measures in stages of days.

A measure is what the rules name; a human decides it for each person (PIPL art. 24). Day 1 of a measure is the day after
its anchor, the event it is counted from; a stage's tests and visits are numbered by its own days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator

from gangmu.ground.incidents.rules.parts import Code, Named, Strict, Text

Anchor = Literal["arrival", "last_exposure", "leaving", "notice", "onset", "decision"]
Outing = Literal["free", "reduced", "approved", "none"]
OUTINGS: tuple[Outing, ...] = ("free", "reduced", "approved", "none")  # the freest first


class Condition(Named):
    """Something that a home must have for a level."""


class Level(Named):
    """How a person is looked after: where, whether he may go out, how often his temperature is taken."""

    place: Text
    place_english: Text
    outing: Outing
    temperatures: int = Field(default=0, ge=0, le=4)  # a day
    measured_by: Literal["staff", "self"] = "self"
    co_residents: bool = False  # whether all who live together share the level
    conditions: tuple[Code, ...] = ()
    otherwise: Code | None = None  # the level of whoever's home does not meet them
    source: Text

    @model_validator(mode="after")
    def _unmet_leads_somewhere(self) -> Level:
        if self.conditions and self.otherwise is None:
            raise ValueError(
                f"level {self.code!r} has conditions, but no 'otherwise' for a home that fails them"
            )
        return self


class Visits(Strict):
    """Calls at the door on the days from `first` to `last` of a stage, `times` a day."""

    first: int = Field(ge=1, le=60)
    last: int = Field(ge=1, le=60)
    times: int = Field(default=1, ge=1, le=4)


class Stage(Strict):
    """Some days on one level; `tests` are days of the stage."""

    level: Code
    days: int = Field(ge=1, le=60)
    tests: tuple[int, ...] = ()
    visits: tuple[Visits, ...] = ()

    @model_validator(mode="after")
    def _within_its_days(self) -> Stage:
        late = [day for day in self.tests if not 1 <= day <= self.days]
        late += [v.last for v in self.visits if not v.first <= v.last <= self.days]
        if late:
            raise ValueError(f"day {late[0]} is not one of the {self.days} days of the stage")
        return self

    def visits_on(self, day: int) -> int:
        """How often somebody calls on a day of the stage."""
        return sum(v.times for v in self.visits if v.first <= day <= v.last)


class Measure(Strict):
    """What the pack provides for a category; `settled` must be true, besides the days, before it may be lifted."""

    category: Code
    name: Text
    english: Text
    anchor: Anchor
    stages: tuple[Stage, ...] = Field(min_length=1)
    settled: tuple[Literal["last_test_negative", "afebrile_24h"], ...] = ()
    source: Text

    @property
    def days(self) -> int:
        """All its days."""
        return sum(stage.days for stage in self.stages)

    @property
    def tests(self) -> int:
        """All its tests."""
        return sum(len(stage.tests) for stage in self.stages)


@dataclass(frozen=True, slots=True)
class Day:
    """What a person owes on a day, and why: the stage (a level's code) and the day of the stage."""

    on: date
    number: int
    level: str
    stage_day: int
    test: bool
    temperatures: int
    visits: int


def days_of(measure: Measure, levels: dict[str, Level], anchor: date) -> tuple[Day, ...]:
    """A measure counted out from its anchor, a day each, without a gap."""
    return tuple(_days(measure, levels, anchor))


def _days(measure: Measure, levels: dict[str, Level], anchor: date) -> Iterator[Day]:
    number = 0
    for stage in measure.stages:
        for day in range(1, stage.days + 1):
            number += 1
            yield Day(
                on=anchor + timedelta(days=number),
                number=number,
                level=stage.level,
                stage_day=day,
                test=day in stage.tests,
                temperatures=levels[stage.level].temperatures,
                visits=stage.visits_on(day),
            )


Takeover = Literal["keep", "new", "shorter"]
