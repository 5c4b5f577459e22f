"""A problem in numbers: who may do what on which day, what it costs there, and what a shift forbids on later days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from gangmu.ground.duty.rules.problem import DAY, Among, Assignment, Demand, Person, Problem

FREE = -1
"""The duty of whoever has none."""
GONE = -2
"""A duty that was published and is no longer asked for."""
Row = list[int]
"""A person's days: the number of a duty, or FREE."""
Cell = tuple[int, int]
"""A person and a day, both as numbers."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A seat of a group in a shift; `shift` is its number."""

    shift: int
    group: str
    skill: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A person's rules as far as the solver keeps them: what cannot hold together has been loosened."""

    least_minutes: int
    most_minutes: int | None
    least_days: int
    least_off: int
    most_weekends: int | None


class Table:
    """What the solver knows of a problem. Nothing in it changes but `rules`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.days = problem.days
        self.people = problem.people
        shifts = {shift.key: number for number, shift in enumerate(problem.shifts)}
        self.length = [shift.length for shift in problem.shifts]
        self.night = [shift.is_night for shift in problem.shifts]
        asked: list[Assignment | Demand] = [*problem.demands, *problem.locked]
        self.duties = list(dict.fromkeys(self._duty(shifts, one) for one in asked))
        self.number = {duty: number for number, duty in enumerate(self.duties)}
        self.shift_of = [duty.shift for duty in self.duties]
        self.demands: dict[tuple[int, int], list[Demand]] = defaultdict(list)
        for one in problem.demands:
            self.demands[one.day, self.number[self._duty(shifts, one)]].append(one)
        self.weekends = list(problem.weekend_days())
        self.weekend_of = {day: number for number, days in enumerate(self.weekends) for day in days}
        self.past = [
            [FREE if key is None else shifts[key] for key in person.past] for person in problem.people
        ]
        self.rules = [
            Rules(p.least_minutes or 0, p.most_minutes, p.least_days, p.least_off, p.most_weekends)
            for p in problem.people
        ]
        self.among: dict[tuple[int, int], list[tuple[int, Among]]] = defaultdict(list)
        for at, need in enumerate(problem.among):
            for number, duty in enumerate(self.duties):
                if duty.shift == shifts[need.shift] and duty.group == need.group:
                    self.among[need.day, number].append((at, need))
        who = {person.key: number for number, person in enumerate(problem.people)}
        self.locked: dict[Cell, int] = {}
        for lock in problem.locked:
            if lock.person in who and 0 <= lock.day < self.days:
                self.locked[who[lock.person], lock.day] = self.number[self._duty(shifts, lock)]
        self.options = [self._options(person) for person in problem.people]
        self.costs: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        """Per person and day, FREE included: what a duty costs because of wishes and of changes."""
        self._wishes(who)
        self._changes(who, shifts)

    @staticmethod
    def _duty(shifts: dict[str, int], one: Assignment | Demand) -> Duty:
        return Duty(shifts[one.shift], one.group, one.skill)

    @cached_property
    def after(self) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
        """Per shift, the shifts that may not start one day, and two days, later."""
        found = []
        for later in (1, 2):
            found.append(
                [
                    frozenset(
                        number
                        for number, then in enumerate(self.problem.shifts)
                        if later * DAY + then.start - shift.start - shift.length < self.problem.rest
                        or (later == 1 and then.key in shift.forbids)
                    )
                    for shift in self.problem.shifts
                ]
            )
        return found[0], found[1]

    @cached_property
    def before(self) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
        """Per shift, the shifts that forbid it when they started one day, and two days, earlier."""
        every = range(len(self.length))
        one, two = (
            [frozenset(s for s in every if t in forbidden[s]) for t in every] for forbidden in self.after
        )
        return one, two

    @cached_property
    def cliques(self) -> tuple[list[tuple[frozenset[int], frozenset[int]]], ...]:
        """For one and two days later: (these shifts, those later): at most one of them. They say it all."""
        found = []
        for after, before in zip(self.after, self.before, strict=True):
            pairs = {
                (first, frozenset.intersection(*(after[s] for s in first)))
                for first in before if first
            }  # fmt: skip
            found.append(sorted(pairs, key=lambda pair: sorted(map(sorted, pair))))
        return tuple(found)

    def _options(self, person: Person) -> list[tuple[int, ...]]:
        """Per day, the duties that a person may have, seen by themselves."""
        barred = {key for key, most in person.most_of if most <= 0}
        keys = [shift.key for shift in self.problem.shifts]
        able = [
            number
            for number, duty in enumerate(self.duties)
            if duty.group in person.groups
            and (not duty.skill or duty.skill in person.skills)
            and (person.shifts is None or keys[duty.shift] in person.shifts)
            and keys[duty.shift] not in barred
        ]
        ends = [shift.start + shift.length for shift in self.problem.shifts]
        inside = [number for number in able if ends[self.duties[number].shift] <= DAY]
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        row = []
        for day in range(self.days):
            here = () if day in person.off else inside if day + 1 in person.off else able
            mine = tuple(number for number in here if (day, number) in self.demands)
            row.append(shared.setdefault(mine, mine))
        return row

    def _wishes(self, who: dict[str, int]) -> None:
        for wish in self.problem.wishes:
            if wish.person not in who or not 0 <= wish.day < self.days:
                continue
            number = who[wish.person]
            cost = self.costs[number, wish.day]
            for duty in (FREE, *self.options[number][wish.day]):
                works = duty != FREE and wish.shift in (None, self.problem.shifts[self.shift_of[duty]].key)
                if works != wish.on:
                    cost[duty] = cost.get(duty, 0) + wish.weight

    def _changes(self, who: dict[str, int], shifts: dict[str, int]) -> None:
        told: dict[Cell, set[int]] = defaultdict(set)
        for one in self.problem.published:
            if one.person in who:
                known = one.shift in shifts
                duty = self.number.get(self._duty(shifts, one), GONE) if known else GONE
                told[who[one.person], one.day].add(duty)
        for day in self.problem.told_days() & set(range(self.days)):
            for number in range(len(self.people)):
                cost = self.costs[number, day]
                for duty in (FREE, *self.options[number][day]):
                    now = set() if duty == FREE else {duty}
                    if told.get((number, day), set()) != now:
                        cost[duty] = cost.get(duty, 0) + self.problem.change

    def cover_cost(self, day: int, duty: int, there: int) -> int:
        """What a demand costs when so many people are there."""
        return sum(
            max(0, one.minimum - there) * one.gap
            + max(0, one.preferred - there) * one.under
            + max(0, there - one.preferred) * one.over
            for one in self.demands.get((day, duty), ())
        )

    def row_cost(self, number: int, row: Row) -> int:
        """What a person's days cost by themselves: wishes, changes, fairness."""
        person, problem = self.people[number], self.problem
        cost = 0
        for day, duty in enumerate(row):
            here = self.costs.get((number, day))
            if here:
                cost += here.get(duty, 0)
        nights = sum(duty != FREE and self.night[self.shift_of[duty]] for duty in row)
        weekends = sum(any(row[day] != FREE for day in days) for days in self.weekends)
        cost += problem.nights * nights * (nights + 2 * person.carried_nights)
        return cost + problem.weekends * weekends * (weekends + 2 * person.carried_weekends)

    def empty(self) -> list[Row]:
        """Rows with nothing in them but what is locked."""
        rows = [[FREE] * self.days for _ in self.people]
        for (number, day), duty in self.locked.items():
            rows[number][day] = duty
        return rows

    def assignments(self, rows: list[Row]) -> list[Assignment]:
        """Rows in the words of the problem, those of `locked` that fit into no row included."""
        keys = [shift.key for shift in self.problem.shifts]
        made = {
            Assignment(self.people[number].key, day, keys[self.shift_of[duty]],
                       self.duties[duty].group, self.duties[duty].skill)
            for number, row in enumerate(rows)
            for day, duty in enumerate(row)
            if duty != FREE
        }  # fmt: skip
        return sorted(made | self.problem.locked)
