"""What a pack says of ground: zone levels, when they may fall, and what is done around a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator

from gangmu.ground.incidents.rules.parts import Code, Named, Strict, Text, Words

Unit = Literal["door", "floor", "unit", "building", "estate", "village", "town", "county"]
UNITS: tuple[Unit, ...] = ("door", "floor", "unit", "building", "estate", "village", "town", "county")
Missing = Literal["quiet_days", "round"]


class Lift(Strict):
    """When a zone may fall to the level `then` (none: it is lifted). A human decides it; this only says that he may."""

    quiet_days: int = Field(ge=0, le=60)
    after_fall: int | None = Field(default=None, ge=0, le=60)  # days on this level for a zone that fell to it
    round_within_days: int | None = Field(
        default=None, ge=0, le=14
    )  # an all-person round without a find, at most so old
    then: Code | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What has happened in a zone; `fell`: the day it fell to this level; `clear_rounds`: without a find."""

    control: date
    fell: date | None = None
    last_case: date | None = None
    clear_rounds: tuple[date, ...] = ()


class Zone(Named):
    """A level of zone: the smallest unit it is drawn by, the rules inside, what is done there daily, how it ends."""

    unit: Unit
    place: Code | None = None  # the `PlacePlan` whose works are done in it
    rules: tuple[Words, ...] = Field(min_length=1)
    counts_from: Literal["control", "last_case"] = "control"
    lift: Lift
    source: Text

    def missing(self, today: date, past: Past) -> tuple[Missing, ...]:
        """What still stands against a proposal to downgrade; nothing is decided here."""
        start, days = self._counted(past)
        found: list[Missing] = []
        if today < start + timedelta(days=days):
            found.append("quiet_days")
        within = self.lift.round_within_days
        if within is not None and not any(
            start < done and today - timedelta(days=within) <= done <= today for done in past.clear_rounds
        ):
            found.append("round")
        return tuple(found)

    def _counted(self, past: Past) -> tuple[date, int]:
        """From which day on how many quiet days are asked; a case after the start begins the count anew."""
        fell, case = past.fell, past.last_case
        if fell is not None and self.lift.after_fall is not None and (case is None or case < fell):
            return fell, self.lift.after_fall
        if case is None:
            return past.control, self.lift.quiet_days
        start = case if self.counts_from == "last_case" else max(past.control, case)
        return start, self.lift.quiet_days


class Work(Words):
    """A thing to do around a place: `times` on each `every`th day from `first` to `last`, or until an index is met."""

    code: Code
    first: int = Field(default=1, ge=1, le=60)
    last: int | None = Field(default=None, ge=1, le=60)
    times: int = Field(default=1, ge=1, le=4)
    every: int = Field(default=1, ge=1, le=30)
    until_index: Code | None = None
    until_grade: Code | None = None
    in_a_row: int = Field(default=1, ge=1, le=7)

    @model_validator(mode="after")
    def _ends(self) -> Work:
        if self.last is None and (self.until_index is None or self.until_grade is None):
            raise ValueError(
                f"work {self.code!r} never ends: it needs 'last', or 'until_index' and 'until_grade'"
            )
        if self.last is not None and self.last < self.first:
            raise ValueError(f"work {self.code!r} ends before it begins")
        return self

    def times_on(self, day: int) -> int:
        """How often on a day (1 is the first); work until an index goes on for as long as the index is not met."""
        if day < self.first or (self.last is not None and day > self.last):
            return 0
        return self.times if (day - self.first) % self.every == 0 else 0


class PlacePlan(Named):
    """What is done day by day around a place, such as the home of a case: in the zones whose level names it.

    `radius_m`: how far around the place such a zone is drawn.
    """

    radius_m: int | None = Field(default=None, ge=10, le=5_000)
    works: tuple[Work, ...] = Field(min_length=1)
    source: Text
