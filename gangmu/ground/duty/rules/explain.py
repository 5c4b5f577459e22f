"""What is missing in a roster, and why nobody of those who could fill it does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from gangmu.ground.duty.rules.check import check_person
from gangmu.ground.duty.rules.problem import Assignment, Gap, Person, Problem


def gaps(problem: Problem, assignments: Iterable[Assignment]) -> Iterator[Gap]:
    """Every demand beneath its minimum and every skill that is wanting among those present, with reasons."""
    given = list(assignments)
    mine: dict[str, list[Assignment]] = defaultdict(list)
    for one in given:
        mine[one.person].append(one)
    count = Counter((one.day, one.shift, one.group, one.skill) for one in given)
    able: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in problem.people:
        for group in person.groups:
            for skill in {*person.skills, ""}:
                able[group, skill].append(person)
    for demand in problem.demands:
        at = (demand.day, demand.shift, demand.group, demand.skill)
        if (missing := demand.minimum - count[at]) > 0:
            seat = Assignment("", *at)
            yield Gap(*at, missing, _reasons(problem, able[demand.group, demand.skill], [seat], mine))
    brought = {
        (one.day, one.shift, one.group, skill)
        for person in problem.people
        for one in mine.get(person.key, ())
        for skill in person.skills
    }
    for need in problem.among:
        at = (need.day, need.shift, need.group, need.skill)
        if at not in brought:
            seats = [
                Assignment("", need.day, need.shift, need.group, demand.skill)
                for demand in problem.demands
                if (demand.day, demand.shift, demand.group) == at[:3]
            ]
            yield Gap(*at, 1, _reasons(problem, able[need.group, need.skill], seats, mine))


def _reasons(
    problem: Problem, people: list[Person], seats: list[Assignment], mine: dict[str, list[Assignment]]
) -> tuple[tuple[str, int], ...]:
    """What each of them would break by sitting there too; whoever would break nothing is `free`."""
    if not people or not seats:
        return (("nobody", 1),)
    why = Counter(
        min((_hinders(problem, person, seats, mine.get(person.key, []))), key=len) for person in people
    )
    total: Counter[str] = Counter()
    for codes, number in why.items():
        for code in codes or ("free",):
            total[code] += number
    return tuple(sorted(total.items()))


def _hinders(
    problem: Problem, person: Person, seats: list[Assignment], mine: list[Assignment]
) -> list[tuple[str, ...]]:
    now = {one.code for one in check_person(problem, person, mine)}
    found = []
    for seat in seats:
        there = Assignment(person.key, seat.day, seat.shift, seat.group, seat.skill)
        with_it = {one.code for one in check_person(problem, person, [*mine, there])}
        found.append(tuple(sorted(with_it - now)))
    return found
