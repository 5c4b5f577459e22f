"""What befalls the names of a day: drawn beforehand, the same for the same seed whoever is on duty.

So two plans are compared on the same people with the same luck, and the difference is that of the plans.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from collections.abc import Container, Sequence
from itertools import accumulate
from typing import NamedTuple

from gangmu.twin.day.ground import Ground
from gangmu.twin.day.parameters import Parameters

MERGED, OUTSIDE, REFUSED = "merged", "out_of_city", "refused"
HANDED_OVER = "handed_over"
OUTCOMES = ("refused", "wrong_data", "not_here", HANDED_OVER, "found")


class Push(NamedTuple):
    """So many names at a minute of the day."""

    at: float
    rows: int


class Door(NamedTuple):
    """A check and all that will happen to it; times in minutes, 0 for what does not happen.

    `visits` are the trio's; after each but the last nobody opened. `elsewhere` is the group on whose ground he turns
    out to live, and the last visit is that of its trio; or -1.
    """

    arrives: float
    desk: float
    group: int
    elsewhere: int
    visits: tuple[float, ...]
    outcome: str
    compare: float
    rework: float
    release: float


class Drawn(NamedTuple):
    """The names of one day: how many of them are no door, by what became of them, and the doors of each town."""

    settled: dict[str, int]
    doors: list[list[Door]]


def drawn(ground: Ground, pushes: Sequence[Push], p: Parameters, seed: str, towns: Container[int]) -> Drawn:
    """Let the names fall on the ground in proportion to its people; doors are drawn for these towns only."""
    chance = random.Random(seed)
    settled = dict.fromkeys((MERGED, OUTSIDE, REFUSED), 0)
    shares = list(accumulate((p.merged, p.outside, p.refused_rows)))
    fates = (MERGED, OUTSIDE, REFUSED, "")
    numbers, weights = range(len(ground.people)), list(accumulate(ground.people))
    fallen: list[list[tuple[float, int]]] = [[] for _ in ground.towns]
    for push in pushes:
        at = push.at + push.rows / p.push_rate / 60
        for group in chance.choices(numbers, cum_weights=weights, k=push.rows):
            if fate := fates[bisect(shares, chance.random())]:
                settled[fate] += 1
            else:
                fallen[ground.villages[ground.village_of[group]].town].append((at, group))
    doors = []
    for number, names in enumerate(fallen):
        luck = Luck(p, random.Random(f"{seed}/{number}"))
        near = ground.towns[number].groups
        doors.append([luck.door(ground, near, *name) for name in names] if number in towns else [])
    return Drawn(settled, doors)


class Luck:
    """Draws doors; always as many numbers for the same door, whatever is planned."""

    def __init__(self, p: Parameters, chance: random.Random) -> None:
        self._p, self._chance = p, chance
        met = (p.refuses, p.wrong_data, p.not_here, p.handed_over)
        self._met = list(accumulate(met))

    def door(self, ground: Ground, near: Sequence[int], at: float, group: int) -> Door:
        """The door of somebody on the ground of a group; `near` are the groups of its town."""
        p, draw, around = self._p, self._chance.random, self._around
        desk = around(p.desk) if draw() < p.doubtful else 0.0
        visits, outcome, elsewhere = [], "unreachable", -1
        for _ in range(p.visits):
            visits.append(around(p.walk) + around(p.knock))
            if draw() >= p.away:
                outcome = OUTCOMES[bisect(self._met, draw())]
                visits[-1] += around(p.talk) + (around(p.persuade) if outcome == "refused" else 0)
                break
        if outcome == HANDED_OVER:
            outcome, elsewhere = "found", self._elsewhere(ground, near, group)
            if elsewhere >= 0:
                visits.append(around(p.walk) + around(p.knock) + around(p.talk))
        visits[-1] += around(p.report) + p.send / 60
        look, page = around(p.compare), p.page / 60
        rework = around(p.rework) if draw() < p.returned else 0.0
        return Door(
            at, desk, group, elsewhere, tuple(visits), outcome, look + page, rework, around(p.release) + page
        )  # fmt: skip

    def _around(self, mean: float) -> float:
        """A time that people take: lognormal, with this mean."""
        scatter = self._p.scatter
        return mean * math.exp(self._chance.gauss(-scatter * scatter / 2, scatter))

    def _elsewhere(self, ground: Ground, near: Sequence[int], group: int) -> int:
        others = [n for n in near if ground.village_of[n] != ground.village_of[group]]
        return self._chance.choice(others) if others else -1
