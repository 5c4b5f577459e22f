"""Many runs of one day, and how many trios must be switched to emergency for it to end in time.

Towns have nothing to do with each other here, so what a plan leaves as it was is not played again.
"""

from __future__ import annotations

import math
import multiprocessing
from array import array
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from types import TracebackType
from typing import NamedTuple

from gangmu.twin.day.doors import Push, drawn
from gangmu.twin.day.ground import Ground
from gangmu.twin.day.parameters import Parameters
from gangmu.twin.day.playing import play, route, seats_of, trio_of


class Case(NamedTuple):
    """What is rehearsed: the same names in every plan."""

    ground: Ground
    pushes: tuple[Push, ...]
    parameters: Parameters
    seed: int


class Ended(NamedTuple):
    """When the doors of a town were reported and released, in minutes of the day, each in order."""

    reported: array[float]
    released: array[float]


class Run(NamedTuple):
    """One day of the city: rows that were no door by what became of them, and the times of the doors, in order."""

    settled: dict[str, int]
    reported: array[float]
    released: array[float]

    def at(self, share: float) -> float:
        """The minute at which this share of the doors had been released; of no doors, minute 0."""
        return self.released[math.ceil(share * len(self.released)) - 1] if self.released else 0.0


@dataclass(frozen=True)
class Outcome:
    """All runs of a plan: how many villages were switched, how many trios were on."""

    switched: int
    trios: int
    runs: tuple[Run, ...]

    def by(self, certainty: float, share: float = 1.0) -> float:
        """The minute by which that share of the doors is released in so many of the runs."""
        return quantile([run.at(share) for run in self.runs], certainty)

    def reported_by(self, certainty: float) -> float:
        """The minute by which the last report has left the trios in so many of the runs."""
        return quantile([run.reported[-1] if run.reported else 0.0 for run in self.runs], certainty)

    def share_by(self, minute: float, certainty: float) -> float:
        """The share of the doors that is released by that minute, or more, in so many of the runs."""
        shares = [
            bisect(run.released, minute) / len(run.released) if run.released else 1.0 for run in self.runs
        ]
        return -quantile([-share for share in shares], certainty)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that this share of them does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values) - 1e-9) - 1)]


class Rehearsal:
    """Runs of one case, kept by town and plan. Use it as a context: it may hold helper processes."""

    def __init__(self, case: Case, runs: int, jobs: int = 1) -> None:
        self._case, self._runs, self._jobs = case, runs, jobs
        self._ended: dict[tuple[int, int, int], Ended] = {}
        self._settled: dict[int, dict[str, int]] = {}
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Rehearsal:
        if self._jobs > 1:
            start = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self._jobs, mp_context=start, initializer=_begin, initargs=(self._case,)
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    @cached_property
    def most(self) -> int:
        """How many villages can be switched to emergency."""
        return len(self._case.ground.order)

    def villages_for(self, trios: int) -> int:
        """The fewest villages to switch so that as many trios are on; ValueError where there are not so many."""
        ground = self._case.ground
        on = ground.trios_on()
        for number, village in enumerate(ground.order):
            if on >= trios:
                return number
            on += ground.villages[village].emergency - ground.villages[village].routine
        if on < trios:
            raise ValueError(f"{trios:,}: at most {on:,} trios can be on")
        return self.most

    def outcome(self, switched: int) -> Outcome:
        """All runs with so many villages switched, those in most need first."""
        runs = [run for chunk in self._chunks() for run in self._played(chunk, switched)]
        ground = self._case.ground
        return Outcome(switched, ground.trios_on(ground.order[:switched]), tuple(runs))

    def fewest(self, by: float, certainty: float, share: float = 1.0) -> int | None:
        """The fewest villages to switch so that this share of the doors is released by that minute in so many of the
        runs; None where all are not enough.
        """
        if not self._in_time(self.most, by, certainty, share):
            return None
        low, high = 0, self.most
        while low < high:
            middle = (low + high) // 2
            if self._in_time(middle, by, certainty, share):
                high = middle
            else:
                low = middle + 1
        return high

    def _in_time(self, switched: int, by: float, certainty: float, share: float) -> bool:
        """Whether enough runs end in time; it ends as soon as too many have not."""
        may_be_late = self._runs - math.ceil(certainty * self._runs - 1e-9)
        late = 0
        for chunk in self._chunks():
            late += sum(run.at(share) > by for run in self._played(chunk, switched))
            if late > may_be_late:
                return False
        return True

    def _chunks(self) -> Iterator[range]:
        size = 2 * self._jobs
        return (range(first, min(first + size, self._runs)) for first in range(0, self._runs, size))

    def _played(self, runs: range, switched: int) -> Iterator[Run]:
        """These runs with so many villages switched; only towns in which that is new are played."""
        ground = self._case.ground
        villages = ground.order[:switched]
        counts = Counter(ground.villages[n].town for n in villages)
        wanted = [(town, counts[town]) for town in range(len(ground.towns))]
        new = [{t for t, count in wanted if (run, t, count) not in self._ended} for run in runs]
        todo = [
            (run, frozenset(towns), frozenset(villages))
            for run, towns in zip(runs, new, strict=True)
            if towns
        ]
        done = self._pool.map(_play, todo) if self._pool else (played(self._case, *one) for one in todo)
        for (run, _, _), (settled, ended) in zip(todo, done, strict=True):
            self._settled[run] = settled
            for town, times in ended.items():
                self._ended[run, town, counts[town]] = times
        for run in runs:
            parts = [self._ended[run, town, count] for town, count in wanted]
            yield Run(
                self._settled[run],
                array("d", merge(*(part.reported for part in parts))),
                array("d", merge(*(part.released for part in parts))),
            )


def played(
    case: Case, run: int, towns: frozenset[int], switched: frozenset[int]
) -> tuple[dict[str, int], Mapping[int, Ended]]:
    """One run in these towns with these villages switched: what became of other rows, and the times of the doors."""
    ground, p = case.ground, case.parameters
    names = drawn(ground, case.pushes, p, f"{case.seed}/{run}", towns)
    trio = trio_of(ground, switched)
    ended = {}
    for town in towns:
        doors = names.doors[town]
        ends = play([route(door, trio, p) for door in doors], seats_of(ground.towns[town], p))
        reports = (len(door.visits) - (not door.desk) for door in doors)
        reported = sorted(times[leg] for leg, times in zip(reports, ends, strict=True))
        ended[town] = Ended(array("d", reported), array("d", sorted(times[-1] for times in ends)))
    return names.settled, ended


_case: Case


def _begin(case: Case) -> None:
    global _case  # noqa: PLW0603 (the case of a helper process, which has only one)
    _case = case


def _play(what: tuple[int, frozenset[int], frozenset[int]]) -> tuple[dict[str, int], Mapping[int, Ended]]:
    return played(_case, *what)
