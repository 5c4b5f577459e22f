"""The weekly rate by rules that are data: formula, denominator, window of objection, ranking, ladder."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gangmu.kernel.clock import CIVIL

FOLDER = Path(__file__).parents[1] / "data"
WEEK = timedelta(days=7)


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Denominator(Strict):
    """Who is required to be sampled, in a version; `everyday`: with those of the residents' register."""

    version: str = Field(max_length=20)
    name: str
    english: str
    everyday: bool


class Rung(Strict):
    """One rung of the ladder: when it is proposed, what it asks for, until when."""

    code: str = Field(max_length=20)
    name: str
    english: str
    after: str
    weeks: int = Field(ge=0, le=8)
    below: float = Field(ge=0, le=100)
    strict: bool
    bottom: int = Field(ge=0)
    due_days: int = Field(ge=0)
    due_at: time
    asks: str
    asks_english: str


class Rules(Strict):
    """A version of all of it. `minimum`: persons below whom no rate is shown and no unit is ranked.

    `packs`: incidents under these have a weekly rate.
    """

    version: str = Field(max_length=20)
    since: date
    source: str
    local: str
    local_english: str
    formula: str
    formula_english: str
    freeze_at: time
    objections_until: time
    minimum: int = Field(ge=1)
    packs: frozenset[str]
    denominator: Denominator
    rungs: tuple[Rung, ...]

    @model_validator(mode="after")
    def _climbable(self) -> Rules:
        codes = {rung.code for rung in self.rungs}
        if len(codes) < len(self.rungs) or any(rung.after and rung.after not in codes for rung in self.rungs):
            raise ValueError("two rungs of one code, or a rung after one that is not there")
        return self

    def rung(self, code: str) -> Rung:
        """A rung; KeyError for an unknown code."""
        return {rung.code: rung for rung in self.rungs}[code]


@dataclass(frozen=True, slots=True)
class Number:
    """The numbers of a unit that count: frozen, or of a revision if an objection was upheld; `aside`: unranked."""

    code: str
    name: str
    required: int
    sampled: int
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit with its rate in percent and its place, 1 for the highest; equal rates share a place."""

    number: Number
    percent: Decimal
    place: int
    from_bottom: int


@cache
def versions() -> tuple[Rules, ...]:
    """All versions as shipped, the oldest first."""
    found = [
        Rules.model_validate(tomllib.loads(p.read_text(encoding="utf-8")))
        for p in FOLDER.glob("rates-*.toml")
    ]
    return tuple(sorted(found, key=lambda rules: rules.since))


def rules_named(version: str) -> Rules:
    """A version; KeyError for an unknown one."""
    return {rules.version: rules for rules in versions()}[version]


def rules_on(day: date) -> Rules:
    """The version that holds on a day; ValueError before the first."""
    held = [rules for rules in versions() if rules.since <= day]
    if not held:
        raise ValueError(f"no rules for {day}")
    return held[-1]


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def span_of(begins: date) -> tuple[datetime, datetime]:
    """A week from Monday 00:00 to the next Monday 00:00, Shanghai."""
    begin = datetime.combine(begins, time(), tzinfo=CIVIL)
    return begin, begin + WEEK


def window_of(begins: date, rules: Rules) -> tuple[datetime, datetime]:
    """When the week is frozen and until when it may be objected to: on the Monday after it."""
    after = begins + WEEK
    return (
        datetime.combine(after, rules.freeze_at, tzinfo=CIVIL),
        datetime.combine(after, rules.objections_until, tzinfo=CIVIL),
    )


def percent_of(required: int, sampled: int, minimum: int) -> Decimal | None:
    """The rate in percent, cut after two places (never rounded up to a bound); None below the minimum denominator."""
    if required < minimum:
        return None
    return (Decimal(sampled) * 100 / Decimal(required)).quantize(Decimal("0.01"), ROUND_DOWN)


def ranking(numbers: Iterable[Number], rules: Rules) -> list[Ranked]:
    """Units from the highest rate down. Those set aside or too small are not in it. Equal shares share a place."""
    counted = [n for n in numbers if not n.aside and n.required >= rules.minimum]
    counted.sort(key=lambda n: (-Decimal(n.sampled) / n.required, n.code))
    shares = [Decimal(n.sampled) / n.required for n in counted]
    return [
        Ranked(
            n,
            percent_of(n.required, n.sampled, rules.minimum) or Decimal(0),
            1 + sum(other > share for other in shares),
            1 + sum(other < share for other in shares),
        )
        for n, share in zip(counted, shares, strict=True)
    ]


def proposed(ranked: Ranked, rules: Rules, before: Mapping[date, str], begins: date) -> Rung | None:
    """The rung that the rules propose for a county: the first from the top whose conditions all hold; None for none.

    `before`: the rungs of past weeks that humans confirmed and did not take back, by the week's Monday.
    """
    share = Decimal(ranked.number.sampled) * 100 / ranked.number.required
    for rung in rules.rungs:
        bound = Decimal(str(rung.below))
        low = share < bound if rung.strict else share <= bound
        last = not rung.bottom or ranked.from_bottom <= rung.bottom
        enough = all(
            before.get(begins - n * WEEK) in (rung.after, rung.code) for n in range(1, rung.weeks + 1)
        )
        if low and last and enough:
            return rung
    return None


def due_of(rung: Rung, day: date) -> datetime:
    """Until when a rung confirmed on a day wants its answer."""
    return datetime.combine(day + timedelta(days=rung.due_days), rung.due_at, tzinfo=CIVIL)
