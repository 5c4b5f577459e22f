"""Solves a roster: splits it into parts that share nobody, solves each, and says what could not be had and why."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gangmu.ground.duty.rules.check import check, score
from gangmu.ground.duty.rules.explain import gaps
from gangmu.ground.duty.rules.problem import (
    Among,
    Assignment,
    Conflict,
    Demand,
    Person,
    Problem,
    Progress,
    Result,
    Wish,
)

if TYPE_CHECKING:
    from gangmu.ground.duty.rules.search import Search

SMALL = 4_000
"""Choices of a part (person × day × duty) up to which it is tried as one model first."""
SHORT = 2.0
"""Seconds for that."""


@dataclass(slots=True)
class Part:
    """People who share groups, and what is to be covered there."""

    problem: Problem
    assignments: list[Assignment]
    cost: int = 0
    bound: float = 0.0

    @property
    def is_best(self) -> bool:
        """Whether no roster of this part is cheaper: costs are whole numbers."""
        return self.cost - self.bound < 1 - 1e-6


def solve(
    problem: Problem,
    seconds: float = 10.0,
    workers: int = 2,
    on_progress: Callable[[Progress], object] | None = None,
) -> Result:
    """The best roster found within `seconds`. There always is one: what cannot be had is named in it.

    `on_progress` is called from several threads, one at a time.
    """
    began = time.monotonic()
    deadline = began + seconds
    parts = split(problem)
    told = _Told(parts, began, on_progress)
    with ThreadPoolExecutor(workers) as pool:
        for part in pool.map(lambda one: _at_once(one, deadline), sorted(parts, key=_choices)):
            told.say(part)
    rest = [part for part in parts if not part.is_best]
    for number, part in enumerate(rest):
        share = _choices(part) / sum(_choices(one) for one in rest[number:])
        now = time.monotonic()
        _thoroughly(part, now + share * (deadline - now), workers, told)
    assignments = tuple(sorted({one for part in parts for one in part.assignments} | problem.locked))
    terms = score(problem, assignments)
    objective = sum(terms.values())
    lost = sum(part.cost - part.bound for part in parts)
    wrong: dict[str, set[str]] = defaultdict(set)
    for one in check(problem, assignments):
        wrong[one.person].add(one.code)
    return Result(
        assignments,
        objective,
        None if lost == float("inf") else int(objective - lost + 0.999),
        "optimal" if all(part.is_best for part in parts) else "feasible",
        terms,
        tuple(gaps(problem, assignments)),
        tuple(Conflict(person, tuple(sorted(codes))) for person, codes in sorted(wrong.items())),
        time.monotonic() - began,
    )


def split(problem: Problem) -> list[Part]:
    """The parts of a problem that share neither people nor groups. What they cost is the whole's cost."""
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    for person in problem.people:
        for group in person.groups:
            root[find(f"g{group}")] = find(f"p{person.key}")
    of: dict[str, list[object]] = defaultdict(list)
    for key, ones in (
        ("pkey", problem.people),
        ("ggroup", (*problem.demands, *problem.among)),
        ("pperson", (*problem.wishes, *problem.published)),
    ):
        for one in ones:
            of[find(key[0] + getattr(one, key[1:]))].append(one)
    locked = defaultdict(set)
    for lock in problem.locked:
        locked[find(f"p{lock.person}")].add(lock)
    return [
        Part(
            replace(
                problem,
                people=tuple(one for one in mine if isinstance(one, Person)),
                demands=tuple(one for one in mine if isinstance(one, Demand)),
                among=tuple(one for one in mine if isinstance(one, Among)),
                wishes=tuple(one for one in mine if isinstance(one, Wish)),
                published=tuple(one for one in mine if isinstance(one, Assignment)),
                locked=frozenset(locked[key]),
                told=problem.told_days(),
            ),
            [],
            bound=float("-inf"),
        )
        for key, mine in of.items()
    ]


def _choices(part: Part) -> int:
    """How big a part is."""
    seats = Counter(one.group for one in part.problem.demands)
    return 1 + sum(seats[group] for person in part.problem.people for group in person.groups)


def _at_once(part: Part, deadline: float) -> Part:
    """A part as one model: the best there is, if it is small; nothing at all, if not."""
    from gangmu.ground.duty.rules.search import Search
    from gangmu.ground.duty.rules.table import Table

    table = Table(part.problem)
    search = Search(table, deadline)
    part.cost = search.cost
    part.assignments = table.assignments(search.rows)
    if _choices(part) <= SMALL:
        part.bound = search.whole(SHORT)
        _keep(part, search)
    return part


def _thoroughly(part: Part, deadline: float, workers: int, told: _Told) -> None:
    """A part by columns and neighbourhoods, on all threads, until it is the best or the deadline."""
    from gangmu.ground.duty.rules.columns import improve
    from gangmu.ground.duty.rules.search import Search
    from gangmu.ground.duty.rules.table import Table

    search = Search(Table(part.problem), deadline, lambda cost: told.better(part, cost))
    bound = improve(search, workers)
    if search.cost <= part.cost or check(part.problem, part.assignments):
        _keep(part, search)
    part.bound = max(part.bound, bound)
    told.say(part)


def _keep(part: Part, search: Search) -> None:
    part.assignments = search.table.assignments(search.rows)
    part.cost = search.cost


class _Told:
    """What `on_progress` has been told."""

    def __init__(
        self, parts: list[Part], began: float, on_progress: Callable[[Progress], object] | None
    ) -> None:
        self.parts, self.began, self.on_progress = parts, began, on_progress

    def say(self, part: Part) -> None:
        """A part is as good as it will be for now."""
        self.better(part, part.cost)

    def better(self, part: Part, cost: int) -> None:
        """A part costs less than before."""
        if self.on_progress:
            part.cost = cost
            solved = sum(one.is_best for one in self.parts)
            total = sum(one.cost for one in self.parts)
            self.on_progress(Progress(time.monotonic() - self.began, total, solved, len(self.parts)))
