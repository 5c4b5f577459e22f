"""Finds a roster and betters it: person by person at first, then neighbourhood by neighbourhood, on several threads.

Every cover is soft, so people are independent of each other but for costs: whoever can have a row of his own always
gets one, and no step ever leaves the rules.
"""

from __future__ import annotations

import heapq
import math
import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property, partial

from ortools.sat.python import cp_model

from gangmu.ground.duty.rules.cover import cover
from gangmu.ground.duty.rules.model import Model
from gangmu.ground.duty.rules.table import FREE, Cell, Row, Rules, Table

LONG, BLOCK, FEW = 35, 28, 5
"""A row of more days than LONG begins in blocks, with the FEW cheapest duties of each day."""
ROW_SECONDS = 2.0
"""At most, for one person's first row."""


class Search:
    """The best roster so far of one table, and the ways to better it. Threads share it."""

    def __init__(self, table: Table, deadline: float, better: Callable[[int], object] | None = None) -> None:
        self.table, self.deadline = table, deadline
        self.better = better
        self.lock = threading.Lock()
        self.rows = table.empty()
        self.counts = [[0] * len(table.duties) for _ in range(table.days)]
        for row in self.rows:
            for day, duty in enumerate(row):
                if duty != FREE:
                    self.counts[day][duty] += 1
        self.row_costs = [table.row_cost(number, row) for number, row in enumerate(self.rows)]
        self.changed = [0] * len(self.rows)
        """Per person, how often his row has changed: what was solved beside an older one is not taken."""
        self.cover = {
            (day, duty): table.cover_cost(day, duty, self.counts[day][duty]) for day, duty in table.demands
        }
        self.cost = sum(self.row_costs) + sum(self.cover.values()) + self._among(self.rows)

    # ---- costs ----

    def left(self) -> float:
        """Seconds left."""
        return self.deadline - time.monotonic()

    def _among(self, rows: list[Row]) -> int:
        """What is missing among those who sit together."""
        met = {
            at
            for number, row in enumerate(rows)
            for day, duty in enumerate(row)
            if duty != FREE
            for at, need in self.table.among.get((day, duty), ())
            if need.skill in self.table.people[number].skills
        }
        return sum(need.gap for at, need in enumerate(self.table.problem.among) if at not in met)

    def snapshot(self) -> tuple[list[Row], list[list[int]], list[int]]:
        """Rows, counts and how often rows have changed, at one moment."""
        with self.lock:
            return [*self.rows], [[*day] for day in self.counts], [*self.changed]

    def take(self, cells: dict[Cell, int], seen: list[int], force: bool = False) -> bool:
        """Puts cells into the roster if nobody's row has changed since and it costs no more. Says if it costs less."""
        with self.lock:
            if any(self.changed[number] != seen[number] for number, _ in cells):
                return False
            fresh: dict[int, Row] = {}
            moved: dict[Cell, int] = {}
            for (number, day), duty in cells.items():
                old = self.rows[number][day]
                if duty != old:
                    fresh.setdefault(number, [*self.rows[number]])[day] = duty
                    for one, step in ((old, -1), (duty, 1)):
                        if one != FREE:
                            moved[day, one] = moved.get((day, one), 0) + step
            cover = {
                at: self.table.cover_cost(*at, self.counts[at[0]][at[1]] + by) for at, by in moved.items()
            }
            costs = {number: self.table.row_cost(number, row) for number, row in fresh.items()}
            gain = sum(self.cover.get(at, 0) - cost for at, cost in cover.items())
            gain += sum(self.row_costs[number] - cost for number, cost in costs.items())
            rows = [fresh.get(number, row) for number, row in enumerate(self.rows)]
            if self.table.among:
                gain += self._among(self.rows) - self._among(rows)
            if gain < 0 and not force:
                return False
            self.rows = rows
            for number, cost in costs.items():
                self.row_costs[number] = cost
                self.changed[number] += 1
            for (day, duty), by in moved.items():
                self.counts[day][duty] += by
            self.cover.update(cover)
            self.cost -= gain
        if gain > 0 and self.better:
            self.better(self.cost)
        return gain > 0

    # ---- steps ----

    def step(
        self,
        cells: Iterable[Cell],
        seconds: float,
        seed: int = 0,
        force: bool = False,
        few: int = 0,
        rules: dict[int, Rules] | None = None,
    ) -> tuple[bool, bool]:
        """Solves some cells anew beside all others: (whether a solution was found, whether that is proved the best).

        `force` begins from nothing, takes what is found and asks for no deadline; `few` looks only at the so many
        cheapest duties of each cell.
        """
        rows, counts, seen = self.snapshot()
        cheap = partial(self._cheapest, few, counts) if few else None
        model = Model(self.table, rows, cells, cheap, rules)
        if not model.x:
            return True, True
        cover(model, counts)
        if not force:
            model.hint()
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_time_in_seconds = seconds if force else max(0.01, min(seconds, self.left()))
        status = solver.solve(model.cp)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False, status == cp_model.INFEASIBLE
        self.take(model.cells(solver), seen, force)
        return True, status == cp_model.OPTIMAL

    def _cheapest(self, few: int, counts: list[list[int]], number: int, day: int) -> list[int]:
        table = self.table
        here = table.costs.get((number, day), {})

        def cost(duty: int) -> int:
            there = counts[day][duty]
            more = table.cover_cost(day, duty, there + 1) - table.cover_cost(day, duty, there)
            return more + here.get(duty, 0)

        return heapq.nsmallest(few, table.options[number][day], key=cost)

    def whole(self, seconds: float) -> float:
        """All cells at once. The bound: no roster costs less."""
        everything = [(number, day) for number in range(len(self.rows)) for day in range(self.table.days)]
        found, best = self.step(everything, seconds, force=True)
        return float(self.cost) if found and best else -math.inf

    def begin(self, workers: int) -> None:
        """A row for everybody, beside the rows there are; whose rules cannot all hold gets them loosened."""
        order = sorted(range(len(self.rows)), key=lambda n: sum(map(len, self.table.options[n])))
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(self._first, order))

    def _first(self, number: int) -> None:
        days = self.table.days
        row = [(number, day) for day in range(days)]
        if days > LONG and self._in_blocks(number):
            return
        found, known = self.step(row, ROW_SECONDS, force=True)
        if not found and not known:
            found, known = self.step(row, 10 * ROW_SECONDS, force=True)
        if not found:
            self._loosen(number, row)

    def _in_blocks(self, number: int) -> bool:
        """A long row block by block, each within its share of what is counted over the whole horizon."""
        rules, days, slack = self.table.rules[number], self.table.days, max(self.table.length)
        for begin in range(0, days, BLOCK):
            end = min(days, begin + BLOCK)
            share, last = end / days, end == days
            least = rules.least_minutes if last else max(0, math.floor(rules.least_minutes * share) - slack)
            most, weekends = rules.most_minutes, rules.most_weekends
            if not last:
                most = None if most is None else math.ceil(most * share)
                weekends = None if weekends is None else math.ceil(weekends * share)
            now = replace(rules, least_minutes=least, most_minutes=most, most_weekends=weekends)
            cells = [(number, day) for day in range(begin, end)]
            for few in (FEW, 0):
                if self.step(cells, ROW_SECONDS, force=True, few=few, rules={number: now})[0]:
                    break
            else:
                return False
        return True

    def _loosen(self, number: int, row: list[Cell]) -> None:
        """Gives up as few of a person's rules as it takes: his least minutes first, then his least days in a row."""
        rules = self.table.rules[number]
        for looser in (
            replace(rules, least_minutes=0),
            replace(rules, least_days=1),
            replace(rules, least_off=1),
            replace(rules, least_minutes=0, least_days=1),
            replace(rules, least_minutes=0, least_off=1),
            replace(rules, least_minutes=0, least_days=1, least_off=1),
        ):
            self.table.rules[number] = looser
            if self.step(row, ROW_SECONDS, force=True)[0]:
                return

    def improve(self, seed: int) -> None:
        """Neighbourhood after neighbourhood until the time is up: some people and days, as many as soon solved."""
        chance = random.Random(seed)  # noqa: S311
        size = 400.0
        while self.left() > 0.05:
            began = time.monotonic()
            _, best = self.step(self._part(chance, size), 3.0, chance.randrange(1 << 30))
            if not best:
                size = max(60.0, size * 0.9)
            elif time.monotonic() - began < 0.7:
                size *= 1.1

    def _part(self, chance: random.Random, size: float) -> list[Cell]:
        """Some people, some days in a row, with about so many choices together."""
        people, days = len(self.rows), self.table.days
        cells = size / max(1.0, self._width)
        many = min(people, max(2, round(math.exp(chance.uniform(0, math.log(people + 1))))))
        many = max(2, min(many, round(cells / 4))) if people > 1 else 1
        long = max(3, min(days, round(cells / many)))
        begin = chance.randint(0, max(0, days - long))
        chosen = chance.sample(range(people), many)
        return [(number, day) for number in chosen for day in range(begin, min(days, begin + long))]

    @cached_property
    def _width(self) -> float:
        """Duties that an average cell chooses from."""
        cells = len(self.rows) * self.table.days
        return sum(len(day) for row in self.table.options for day in row) / max(1, cells)
