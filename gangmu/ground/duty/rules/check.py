"""Whether a roster keeps the rules and what it costs, judged from the problem alone, with no code of the solver's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from gangmu.ground.duty.rules.problem import DAY, Assignment, Person, Problem, Shift

CODES = (
    "unknown", "twice", "group", "skill", "shift", "leave", "rest", "forbidden_next",
    "most_minutes", "least_minutes", "most_days", "least_days", "least_off", "most_weekends", "most_nights",
    "most_of", "cap", "locked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a roster breaks: whose, on which day it shows (None: over the horizon), and the measure of it.

    `found` and `limit` are in the rule's unit: minutes for rest and hours (of a budget:
    minutes or nights), else days, weekends, nights, shifts.
    """

    code: str
    person: str
    day: int | None = None
    shift: str = ""
    found: int = 0
    limit: int = 0


def check(problem: Problem, assignments: Iterable[Assignment]) -> list[Violation]:
    """Every rule that the roster breaks, person by person. Gaps are no violations: see `score` and `Result.gaps`."""
    given = set(assignments)
    people = {person.key: person for person in problem.people}
    mine: dict[str, list[Assignment]] = defaultdict(list)
    for one in sorted(given):
        mine[one.person].append(one)
    found = [Violation("locked", one.person, one.day, one.shift) for one in sorted(problem.locked - given)]
    found += [Violation("unknown", key) for key in sorted(set(mine) - set(people))]
    for key, person in people.items():
        found += check_person(problem, person, mine.get(key, []))
    return found


def check_person(problem: Problem, person: Person, mine: Iterable[Assignment]) -> list[Violation]:
    """The rules that one person's part of a roster breaks."""
    duties = sorted(mine, key=lambda one: (one.day, one.shift))
    shifts = {shift.key: shift for shift in problem.shifts}
    known = [one for one in duties if one.shift in shifts and 0 <= one.day < problem.days]
    found = [Violation("unknown", person.key, one.day, one.shift) for one in duties if one not in known]
    found += _seats(problem, person, known, shifts)
    past = [
        (day - len(person.past), shifts[key])
        for day, key in enumerate(person.past)
        if key is not None and key in shifts
    ]
    found += _rest(problem, person, past + [(one.day, shifts[one.shift]) for one in known])
    found += _sums(problem, person, known, shifts)
    found += _runs(problem, person, {one.day: shifts[one.shift] for one in known}, dict(past))
    return found


def _seats(
    problem: Problem, person: Person, mine: list[Assignment], shifts: dict[str, Shift]
) -> Iterator[Violation]:
    asked = {(one.day, one.shift, one.group, one.skill) for one in problem.demands}
    for one in mine:
        shift = shifts[one.shift]
        reaches = shift.start + shift.length > DAY
        wrong = {
            "group": one.group not in person.groups,
            "unknown": (one.day, one.shift, one.group, one.skill) not in asked,
            "skill": bool(one.skill) and one.skill not in person.skills,
            "shift": person.shifts is not None and one.shift not in person.shifts,
            "leave": one.day in person.off or (reaches and one.day + 1 in person.off),
        }
        yield from (Violation(code, person.key, one.day, one.shift) for code, is_so in wrong.items() if is_so)
    for day, number in Counter(one.day for one in mine).items():
        if number > 1:
            yield Violation("twice", person.key, day, found=number, limit=1)


def _rest(problem: Problem, person: Person, worked: list[tuple[int, Shift]]) -> Iterator[Violation]:
    for (day, shift), (later, following) in pairwise(worked):
        if later < 0 or later == day:
            continue
        free = (later - day) * DAY + following.start - shift.start - shift.length
        if free < problem.rest:
            yield Violation("rest", person.key, later, following.key, free, problem.rest)
        elif later == day + 1 and following.key in shift.forbids:
            yield Violation("forbidden_next", person.key, later, following.key)


def _sums(
    problem: Problem, person: Person, mine: list[Assignment], shifts: dict[str, Shift]
) -> Iterator[Violation]:
    minutes = sum(shifts[one.shift].length for one in mine)
    if person.most_minutes is not None and minutes > person.most_minutes:
        yield Violation("most_minutes", person.key, found=minutes, limit=person.most_minutes)
    if person.least_minutes is not None and minutes < person.least_minutes:
        yield Violation("least_minutes", person.key, found=minutes, limit=person.least_minutes)
    of = Counter(one.shift for one in mine)
    for key, most in person.most_of:
        if of[key] > most:
            yield Violation("most_of", person.key, shift=key, found=of[key], limit=most)
    for budget in person.budgets:
        taken = sum(budget.takes(one.day, shifts[one.shift]) for one in mine)
        if taken > budget.most:
            yield Violation("cap", person.key, found=taken, limit=budget.most)
            break
    days = {one.day for one in mine}
    weekends = sum(any(day in days for day in weekend) for weekend in problem.weekend_days())
    if person.most_weekends is not None and weekends > person.most_weekends:
        yield Violation("most_weekends", person.key, found=weekends, limit=person.most_weekends)


def _runs(
    problem: Problem, person: Person, worked: dict[int, Shift], past: dict[int, Shift]
) -> Iterator[Violation]:
    """Days in a row. A run that touches an end of what is known may be shorter than asked, not longer."""
    start = -len(person.past)
    row = [worked.get(day) or past.get(day) for day in range(start, problem.days)]
    nights = [shift is not None and shift.is_night for shift in row]
    for works, begins, ends in _stretches([shift is not None for shift in row], start):
        if ends < 0:
            continue
        length, open_end = ends - begins + 1, begins == start or ends == problem.days - 1
        if works and person.most_days is not None and length > person.most_days:
            yield Violation("most_days", person.key, ends, found=length, limit=person.most_days)
        if works and length < person.least_days and not open_end:
            yield Violation("least_days", person.key, begins, found=length, limit=person.least_days)
        if not works and length < person.least_off and not open_end:
            yield Violation("least_off", person.key, begins, found=length, limit=person.least_off)
    if person.most_nights is not None:
        for at_night, begins, ends in _stretches(nights, start):
            length = ends - begins + 1
            if at_night and ends >= 0 and length > person.most_nights:
                yield Violation("most_nights", person.key, ends, found=length, limit=person.most_nights)


def _stretches(row: list[bool], start: int) -> Iterator[tuple[bool, int, int]]:
    """Runs of equal values: (value, first day, last day)."""
    begins = 0
    for at in range(1, len(row) + 1):
        if at == len(row) or row[at] != row[begins]:
            yield row[begins], start + begins, start + at - 1
            begins = at


def score(problem: Problem, assignments: Iterable[Assignment]) -> dict[str, int]:
    """What the roster costs, term by term; their sum is the objective."""
    given = set(assignments)
    terms = dict.fromkeys(("gap", "under", "over", "wishes", "changes", "nights", "weekends"), 0)
    count = Counter((one.day, one.shift, one.group, one.skill) for one in given)
    for demand in problem.demands:
        there = count[demand.day, demand.shift, demand.group, demand.skill]
        terms["gap"] += max(0, demand.minimum - there) * demand.gap
        terms["under"] += max(0, demand.preferred - there) * demand.under
        terms["over"] += max(0, there - demand.preferred) * demand.over
    skills = {person.key: person.skills for person in problem.people}
    brought = {
        (one.day, one.shift, one.group, skill) for one in given for skill in skills.get(one.person, ())
    }
    terms["gap"] += sum(
        one.gap for one in problem.among if (one.day, one.shift, one.group, one.skill) not in brought
    )
    terms["wishes"] = _wishes(problem, given)
    terms["changes"] = problem.change * _changes(problem, given)
    terms["nights"], terms["weekends"] = _fairness(problem, given)
    return terms


def _wishes(problem: Problem, given: set[Assignment]) -> int:
    works = {(one.person, one.day, key) for one in given for key in (one.shift, None)}
    return sum(
        wish.weight
        for wish in problem.wishes
        if ((wish.person, wish.day, wish.shift) in works) != wish.on
    )  # fmt: skip


def _changes(problem: Problem, given: set[Assignment]) -> int:
    days = problem.told_days()
    told: dict[tuple[str, int], set[Assignment]] = defaultdict(set)
    now: dict[tuple[str, int], set[Assignment]] = defaultdict(set)
    for one in problem.published:
        if one.day in days:
            told[one.person, one.day].add(one)
    for one in given:
        if one.day in days:
            now[one.person, one.day].add(one)
    return sum(told[at] != now[at] for at in {*told, *now})


def _fairness(problem: Problem, given: set[Assignment]) -> tuple[int, int]:
    """Sums of squares over all people, less what the carried ones alone would be."""
    night = {shift.key for shift in problem.shifts if shift.is_night}
    nights = Counter(one.person for one in given if one.shift in night)
    weekend_of = {day: n for n, days in enumerate(problem.weekend_days()) for day in days}
    weekends = Counter(
        person for person, _ in {(o.person, weekend_of[o.day]) for o in given if o.day in weekend_of}
    )
    squares = [0, 0]
    for person in problem.people:
        for at, count, carried in (
            (0, nights[person.key], person.carried_nights),
            (1, weekends[person.key], person.carried_weekends),
        ):
            squares[at] += (carried + count) ** 2 - carried**2
    return problem.nights * squares[0], problem.weekends * squares[1]
