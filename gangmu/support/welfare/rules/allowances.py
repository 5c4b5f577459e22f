"""What a month of shifts is worth, by rules that are data with a version, a date and a source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from gangmu.ground.organization.rules.limits import nights_in
from gangmu.kernel.clock import CIVIL

FOLDER = Path(__file__).parents[1] / "data" / "allowances"


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Strict):
    """One allowance: what is counted, and what each is worth in yuan; `rest`: the hours are owed as rest."""

    code: str = Field(pattern=r"^[a-z_]{2,20}$")
    per: Literal["shift", "night", "rest_day", "holiday", "emergency"]
    name: str
    english: str
    amount: Decimal = Field(ge=0, max_digits=8, decimal_places=2)
    rest: bool = False
    source: str


class Calendar(Strict):
    """The statutory holidays, other days off, and the days of a weekend on which work is made up."""

    holidays: frozenset[date]
    off: frozenset[date]
    work: frozenset[date]

    def kind(self, day: date) -> Literal["holiday", "rest_day", ""]:
        """What a civil day is: a day of work is ''."""
        if day in self.holidays:
            return "holiday"
        rest = day in self.off or (day.weekday() >= 5 and day not in self.work)
        return "rest_day" if rest else ""


class Allowances(Strict):
    """A version of the rules."""

    version: str
    since: date
    source: str
    rules: tuple[Rule, ...]
    calendar: Calendar

    @field_validator("rules")
    @classmethod
    def _once(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        if len({rule.code for rule in rules}) < len(rules):
            raise ValueError("two rules of one code")
        return rules

    def rule(self, code: str) -> Rule | None:
        """The rule of a code."""
        return next((rule for rule in self.rules if rule.code == code), None)


@cache
def versions() -> tuple[Allowances, ...]:
    """Every version there is, the oldest first."""
    read = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
    return tuple(sorted((Allowances.model_validate(one) for one in read), key=lambda one: one.since))


def rules_of(month: date) -> Allowances:
    """The version under which a month falls: the newest that holds on its first day, else the oldest."""
    return next((one for one in reversed(versions()) if one.since <= month), versions()[0])


@dataclass(frozen=True, slots=True)
class Worked:
    """A shift as the rules look at it; `area` is the ground of its body, `emergency` the body's mode."""

    id: int
    user_id: int
    area: int
    since: datetime
    until: datetime
    emergency: bool = False


@dataclass(slots=True)
class Due:
    """What one rule gives one member."""

    user_id: int
    rule: Rule
    area: int
    quantity: int = 0
    rest_minutes: int = 0
    shifts: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """Yuan."""
        return self.rule.amount * self.quantity


def worth(allowances: Allowances, shifts: Iterable[Worked]) -> list[Due]:
    """What each rule gives each member for these shifts: by member, in the order of the rules; nothing is left out.

    A shift belongs to the day on which it begins. Of several shifts on a day, an emergency day counts once.
    """
    found: dict[tuple[int, str], Due] = {}
    days: set[tuple[int, date]] = set()
    for shift in sorted(shifts, key=lambda one: (one.user_id, one.since, one.id)):
        day = shift.since.astimezone(CIVIL).date()
        counts = {
            "shift": 1,
            "night": nights_in(shift.since, shift.until),
            allowances.calendar.kind(day): 1,
            "emergency": int(shift.emergency and (shift.user_id, day) not in days),
        }
        if shift.emergency:
            days.add((shift.user_id, day))
        for rule in allowances.rules:
            if not (n := counts.get(rule.per, 0)):
                continue
            due = found.setdefault((shift.user_id, rule.code), Due(shift.user_id, rule, shift.area))
            due.quantity += n
            if rule.rest:
                due.rest_minutes += (shift.until - shift.since) // timedelta(minutes=1)
            due.shifts.append((shift.id, shift.since.isoformat(), shift.until.isoformat()))
    order = {rule.code: n for n, rule in enumerate(allowances.rules)}
    return sorted(found.values(), key=lambda due: (due.user_id, order[due.rule.code]))
