"""Solves a roster: splits it into parts that share nobody, solves each, and says what could not be had and why."""

from __future__ import annotations

import pickle
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
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
from gangmu.kernel.crew import shared

if TYPE_CHECKING:
    from gangmu.ground.duty.rules.search import Search

SMALL = 4_000
"""Choices of a part (person × day × duty) up to which it is tried as one model first."""
SHORT = 2.0
"""Seconds for that."""
MANY = 12
"""Parts from which on helpers are worth their start."""


class Stopped(Exception):
    """Nobody waits for the roster any more."""


@dataclass(slots=True)
class Part:
    """People who share groups, and what is to be covered there."""

    problem: Problem
    assignments: list[Assignment]
    number: int = 0
    cost: int = 0
    bound: float = 0.0
    has_everybody: bool = False
    """Whether everybody has had a row; a large part gets its first ones only when it is bettered."""

    @property
    def is_best(self) -> bool:
        """Whether no roster of this part is cheaper: costs are whole numbers."""
        return self.cost - self.bound < 1 - 1e-6


def solve(
    problem: Problem,
    seconds: float = 10.0,
    workers: int = 2,
    on_progress: Callable[[Progress], bool] | None = None,
) -> Result:
    """The best roster found within `seconds`. There always is one: what cannot be had is named in it.

    Every part gets a roster, however long that takes; past `seconds` none is bettered. `on_progress` is called from
    several threads, one at a time; when it answers False, Stopped is raised.
    """
    began, spent = time.monotonic(), time.process_time()
    deadline = began + seconds
    parts = sorted(split(problem), key=_choices)
    for number, part in enumerate(parts):
        part.number = number
    told = _Told(len(parts), began, on_progress)
    helped = 0.0
    for part, processor in _first_rosters(parts, deadline, workers):
        parts[part.number] = part
        helped += processor
        told.say(part)
    rest = [part for part in parts if not part.is_best]
    for at, part in enumerate(rest):
        share = _choices(part) / sum(_choices(one) for one in rest[at:])
        now = time.monotonic()
        if now < deadline or not part.has_everybody:
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
        time.process_time() - spent + helped,
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


def _first_rosters(parts: list[Part], deadline: float, workers: int) -> Iterator[tuple[Part, float]]:
    """Each part with its first roster, and seconds of a helper's processor. Many parts are shared out to helpers."""
    helpers = workers if len(parts) >= MANY else 0

    def work(k: int, n: int) -> Iterator[bytes]:
        for part in parts[k::n]:
            began = time.process_time()
            _at_once(part, deadline)
            yield pickle.dumps((part, time.process_time() - began if helpers else 0.0))

    return map(pickle.loads, shared(work, helpers))


def _at_once(part: Part, deadline: float) -> None:
    """A part as one model: the best there is, if it is small; past the deadline a row for everybody, and no more."""
    from gangmu.ground.duty.rules.search import Search
    from gangmu.ground.duty.rules.table import Table

    table = Table(part.problem)
    search = Search(table, deadline)
    if _choices(part) <= SMALL:
        part.has_everybody = True
        if search.left() > 0:
            part.bound = search.whole(SHORT)
        else:
            search.begin(1)
    _keep(part, search)


def _thoroughly(part: Part, deadline: float, workers: int, told: _Told) -> None:
    """A part by columns and neighbourhoods, on all threads, until it is the best or the deadline."""
    from gangmu.ground.duty.rules.columns import improve
    from gangmu.ground.duty.rules.search import Search
    from gangmu.ground.duty.rules.table import Table

    def better(cost: int) -> None:
        if not told.better(part, cost):
            search.deadline = 0.0

    search = Search(Table(part.problem), deadline, better)
    bound = improve(search, workers)
    if search.cost <= part.cost or check(part.problem, part.assignments):
        _keep(part, search)
    part.bound = max(part.bound, bound)
    told.say(part)


def _keep(part: Part, search: Search) -> None:
    part.assignments = search.table.assignments(search.rows)
    part.cost = search.cost


class _Told:
    """What `on_progress` has been told, and whether it still wants to know."""

    def __init__(self, parts: int, began: float, on_progress: Callable[[Progress], bool] | None) -> None:
        self.parts, self.began, self.on_progress = parts, began, on_progress
        self.costs: dict[int, int] = {}

    def say(self, part: Part) -> None:
        """A part has the roster that it will have for now. Raises Stopped."""
        if not self.better(part, part.cost):
            raise Stopped

    def better(self, part: Part, cost: int) -> bool:
        """A part costs less than before; says whether somebody waits for it."""
        if self.on_progress is None:
            return True
        self.costs[part.number] = cost
        seconds, total = time.monotonic() - self.began, sum(self.costs.values())
        return self.on_progress(Progress(seconds, total, len(self.costs), self.parts))
