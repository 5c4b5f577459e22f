"""What a roster is asked for: days, shifts, people and their rules, what has to be covered, who wishes what.

Days are numbers from 0 on the first day. Lengths and starts are minutes. Weights are whole numbers of any unit; only
their proportion counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = 1440
"""Minutes of a day."""
REST = 660
"""Minutes between two shifts of a person: eleven hours."""
GAP = 10_000
"""Weight of one person missing beneath a demand's minimum: heavier than all that is only wished."""
NIGHT = 120
"""Whoever is on duty at two in the morning has a night."""
VEHICLE = "vehicle"
"""The skill of whoever brings a vehicle and drives it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of shift. It belongs to the day on which it starts, also when it crosses midnight."""

    key: str
    start: int
    """Minute of the day, 0 to 1439."""
    length: int
    """Minutes, at most 1440."""
    is_night: bool = False
    forbids: frozenset[str] = frozenset()
    """Shifts that may not start on the next day, beside those that the rest minimum forbids."""


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so much duty of a person between two moments, which need not lie in the horizon: what is outside is his
    already and taken off.
    """

    begins: int
    """Minutes from the first day's midnight, as `ends`."""
    ends: int
    most: int
    """Minutes of duty, or nights."""
    of_nights: bool = False

    def takes(self, day: int, shift: Shift) -> int:
        """What a shift takes of it."""
        begins = max(self.begins, day * DAY + shift.start)
        ends = min(self.ends, day * DAY + shift.start + shift.length)
        if ends <= begins:
            return 0
        return (ends - NIGHT) // DAY - (begins - NIGHT) // DAY if self.of_nights else ends - begins


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be rostered, and the rules that hold for him. `None` is: no such rule."""

    key: str
    groups: frozenset[str]
    """The posts and offices where he may serve."""
    skills: frozenset[str] = frozenset()
    """The seats he may fill (cadre, police, medic …), and what else he brings (VEHICLE …)."""
    off: frozenset[int] = frozenset()
    """Days on which no shift of his may start, nor reach into: leave."""
    shifts: frozenset[str] | None = None
    """The only shifts he may work."""
    most_minutes: int | None = None
    least_minutes: int | None = None
    most_days: int | None = None
    """Days of work in a row."""
    least_days: int = 1
    """Days of work in a row, once begun. At the ends of the horizon a run may be shorter: it may go on outside."""
    least_off: int = 1
    """Free days in a row, once begun; the same holds at the ends."""
    budgets: tuple[Budget, ...] = ()
    most_weekends: int | None = None
    """Weekends with at least one day of work."""
    most_nights: int | None = None
    """Nights in a row."""
    most_of: tuple[tuple[str, int], ...] = ()
    """At most so many of a shift: (shift, number)."""
    past: tuple[str | None, ...] = ()
    """His shifts (None: free) on the days before the first, the last one being the eve. Unknown days are left out."""
    carried_nights: int = 0
    """Nights he already had in the weeks that fairness looks at."""
    carried_weekends: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """So many people in one kind of seat of a group, through one shift."""

    day: int
    shift: str
    group: str = ""
    skill: str = ""
    """What is needed to fill the seat; empty: anybody of the group."""
    preferred: int = 1
    minimum: int = 0
    """Fewer is a gap, and named."""
    under: int = 100
    """Weight of each person fewer than preferred."""
    over: int = 1
    """Weight of each person more."""
    gap: int = GAP
    """Weight of each person fewer than the minimum, beside `under`."""

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.preferred or min(self.under, self.over, self.gap) < 0:
            raise ValueError(f"needs 0 <= minimum <= preferred and no negative weight: {self}")


@dataclass(frozen=True, slots=True)
class Among:
    """At least one of those who sit in a group through a shift, in whatever seat, has a skill: vehicle, charge …"""

    day: int
    shift: str
    group: str
    skill: str
    gap: int = GAP


@dataclass(frozen=True, slots=True)
class Wish:
    """A person would like to work, or to be free, on a day. Without a shift: the whole day."""

    person: str
    day: int
    shift: str | None = None
    weight: int = 1
    on: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """A person sits in a seat (`skill`) of a group through the shift that starts on a day."""

    person: str
    day: int
    shift: str
    group: str = ""
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One roster to be solved. `solve.solve` solves it, `check.check` judges any roster for it."""

    first: date
    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    demands: tuple[Demand, ...]
    among: tuple[Among, ...] = ()
    wishes: tuple[Wish, ...] = ()
    published: tuple[Assignment, ...] = ()
    """What people have been told already; each person's day that changes, of the days told, costs `change`."""
    told: frozenset[int] | None = None
    """The days told; None: those that occur in `published`."""
    change: int = 20
    locked: frozenset[Assignment] = frozenset()
    """What must stay exactly so; part of the result whatever else holds."""
    rest: int = REST
    nights: int = 1
    """Weight of fairness: nights of a person squared, summed over all."""
    weekends: int = 1
    """The same for weekends."""

    def told_days(self) -> frozenset[int]:
        """The days whose roster people know."""
        return frozenset(one.day for one in self.published) if self.told is None else self.told

    def weekend_days(self) -> Iterator[tuple[int, ...]]:
        """The days of each weekend (Saturday and Sunday) that lie in the horizon, one or two."""
        found: dict[date, list[int]] = {}
        for day in range(self.days):
            when = self.first + timedelta(days=day)
            if when.weekday() >= 5:
                found.setdefault(when - timedelta(days=when.weekday() - 5), []).append(day)
        return (tuple(days) for days in found.values())


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody is missing: a demand beneath its minimum, or a skill that nobody among those present has.

    `reasons` says of those who could fill the seat why they don't: (code, number of people), the codes of
    `check.Violation` and `leave`, or `nobody` alone where there is no such person at all.
    """

    day: int
    shift: str
    group: str
    skill: str
    missing: int
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot all hold for a person (his leave and his least hours …): `broken` of them were given up.

    Codes as of `check.Violation`.
    """

    person: str
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A roster and what it costs."""

    assignments: tuple[Assignment, ...]
    objective: int
    bound: int | None
    """No roster is cheaper than this; None: not known."""
    status: str
    """'optimal' or 'feasible'. There always is a roster: what cannot be covered is in `gaps`."""
    terms: dict[str, int]
    """What the objective is made of: gap, under, over, wishes, changes, nights, weekends; their sum."""
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    seconds: float = 0.0
    processor: float = 0.0
    """Seconds of processor, which on a starved machine are fewer than those of the clock."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is; given to `on_progress` each time something is better."""

    seconds: float
    objective: int
    solved: int
    """Independent parts that have a roster; all of them: what time is left goes to bettering it."""
    parts: int
