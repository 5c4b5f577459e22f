"""Column generation: which rows of which people together cover best, and which further rows would be worth having.

The master is a linear program that mixes known rows of each person. Its prices say what one more person on each duty
is worth; each person's best row at these prices is his next column (L. Gilmore and R. Gomory's idea, with prices
smoothed after P. Wentges). What the mix costs when no row is worth having any more is a bound that is close to the
best roster; diving (fixing the rows that the mix is surest of, then pricing again) makes a roster of it.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from gangmu.ground.duty.rules.model import Model
from gangmu.ground.duty.rules.search import Search
from gangmu.ground.duty.rules.table import FREE, Cell, Row

SCALE = 1000
SMOOTH = 0.5
"""How much of the best prices so far is kept in the next ones."""
KEPT = 3
"""Rows taken from one pricing, the best and those found on the way."""

LONGEST = 60
"""Days up to which a person's whole row is priced."""

Key = tuple[int, ...]


@dataclass(slots=True)
class Prices:
    """What a mix says: its cost, what each (day, duty) and each skill among is worth, what each person costs."""

    cost: float
    cover: dict[Cell, float]
    among: dict[int, float]
    people: list[float]


class Columns:
    """The master of one search, with its pool of rows."""

    def __init__(self, search: Search, workers: int) -> None:
        self.search, self.table = search, search.table
        self.pool = ThreadPoolExecutor(workers)
        self.workers = workers
        self.bound = -math.inf
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        self.one = [self.lp.Constraint(1, 1) for _ in search.rows]
        self.rows: list[dict[Key, pywraplp.Variable]] = [{} for _ in search.rows]
        self.cover: dict[Cell, pywraplp.Constraint] = {}
        self.among: dict[int, pywraplp.Constraint] = {}
        self.fixed: dict[int, Key] = {}
        objective = self.lp.Objective()
        for at, demands in self.table.demands.items():
            for one in demands:
                self.cover[at] = row = self.lp.Constraint(one.preferred, one.preferred)
                for most, weight, sign in (
                    (one.minimum, one.gap + one.under, 1),
                    (one.preferred - one.minimum, one.under, 1),
                    (len(search.rows), one.over, -1),
                ):
                    slack = self.lp.NumVar(0, most, "")
                    row.SetCoefficient(slack, sign)
                    objective.SetCoefficient(slack, weight)
        for number, need in enumerate(self.table.problem.among):
            self.among[number] = row = self.lp.Constraint(1, self.lp.infinity())
            missing = self.lp.NumVar(0, 1, "")
            row.SetCoefficient(missing, 1)
            objective.SetCoefficient(missing, need.gap)
        for number, mine in enumerate(search.rows):
            self.add(number, mine)
        empty = self.table.empty()
        self.models = [
            Model(self.table, empty, [(number, day) for day in range(self.table.days)])
            for number in range(len(search.rows))
        ]

    def add(self, number: int, row: Row) -> bool:
        """Puts a row into the pool; says if it is new."""
        key = tuple(row)
        if key in self.rows[number]:
            return False
        here = self.fixed.get(number)
        column = self.lp.NumVar(0, 0 if here is not None else self.lp.infinity(), "")
        self.rows[number][key] = column
        self.one[number].SetCoefficient(column, 1)
        self.lp.Objective().SetCoefficient(column, self.table.row_cost(number, row))
        skills = self.table.people[number].skills
        for day, duty in enumerate(row):
            if (day, duty) in self.cover:
                self.cover[day, duty].SetCoefficient(column, 1)
                for at, need in self.table.among.get((day, duty), ()):
                    if need.skill in skills:
                        self.among[at].SetCoefficient(column, 1)
        return True

    def fix(self, number: int, key: Key) -> None:
        """A person keeps a row, until `release`."""
        self.fixed[number] = key
        for other, column in self.rows[number].items():
            column.SetBounds(float(other == key), float(other == key))

    def release(self) -> None:
        """Everybody is free again."""
        for number in self.fixed:
            for column in self.rows[number].values():
                column.SetBounds(0, self.lp.infinity())
        self.fixed = {}

    def mix(self) -> Prices:
        """The cheapest mix of the pool."""
        self.lp.Solve()
        return Prices(
            self.lp.Objective().Value(),
            {at: row.dual_value() for at, row in self.cover.items()},
            {at: row.dual_value() for at, row in self.among.items()},
            [row.dual_value() for row in self.one],
        )

    # ---- pricing ----

    def _worth(self, number: int, prices: Prices) -> dict[Cell, float]:
        if not self.among:
            return prices.cover
        skills = self.table.people[number].skills
        worth = {at: prices.cover[at] for at in self.models[number].seats}
        for at in worth:
            worth[at] += sum(
                prices.among[n] for n, need in self.table.among.get(at, ()) if need.skill in skills
            )
        return worth

    def _price(self, number: int, prices: Prices, exact: float) -> tuple[float, list[Row]]:
        """A person's best rows at these prices, and a bound on what any costs."""
        model = self.models[number]
        model.price(self._worth(number, prices), SCALE)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.relative_gap_limit = exact
        solver.parameters.max_time_in_seconds = max(0.01, min(self.search.left(), 5.0))
        heard = _Heard(model, number, self.table.days)
        status = solver.solve(model.cp, heard)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return -math.inf, []
        stay = sum(self.table.costs.get((number, day), {}).get(FREE, 0) for day in range(self.table.days))
        return solver.best_objective_bound / SCALE + stay, heard.rows[-KEPT:]

    def price(self, numbers: Iterable[int], prices: Prices, exact: float = 0.0) -> tuple[int, float]:
        """New rows for some people: (how many, the sum of the bounds)."""
        new, bound = 0, 0.0
        asked = list(numbers)
        for number, (least, rows) in zip(
            asked, self.pool.map(lambda n: self._price(n, prices, exact), asked), strict=True
        ):
            bound += least
            new += sum(self.add(number, row) for row in rows)
        return new, bound

    def generate(self, deadline: float) -> bool:
        """Rows for everybody until none is worth having (True), or the deadline; raises the bound."""
        center: Prices | None = None
        exact, everybody = 0.1, range(len(self.rows))
        while time.monotonic() < deadline:
            now = self.mix()
            ask = now if center is None else _between(center, now)
            new, least = self.price(everybody, ask, exact)
            bound = least + self._paid(ask)
            if bound > self.bound:
                self.bound, center = bound, ask
            if now.cost - self.bound < max(0.9, abs(now.cost) * 0.0005):
                return True
            if now.cost - self.bound < abs(now.cost) * 0.1 or not new:
                if not new and exact == 0 and center is None:
                    return True
                exact = 0.0
            if not new:
                center = None
        return False

    def _paid(self, prices: Prices) -> float:
        """What the demands themselves pay at these prices (the constant of the Lagrangian bound)."""
        paid = 0.0
        for at, demands in self.table.demands.items():
            for one in demands:
                worth = prices.cover[at]
                paid += worth * one.preferred
                paid += min(0.0, one.gap + one.under - worth) * one.minimum
                paid += min(0.0, one.under - worth) * (one.preferred - one.minimum)
                paid += min(0.0, one.over + worth) * len(self.rows)
        for number, need in enumerate(self.table.problem.among):
            paid += prices.among[number] + min(0.0, need.gap - prices.among[number])
        return paid

    # ---- whole rosters ----

    def dive(self, deadline: float, rounds: int = 2) -> bool:
        """Fixes row after row, the surest first, pricing again between; the roster it ends with goes to the search.

        Says if that was better than any before.
        """
        while len(self.fixed) < len(self.rows):
            now = self.mix()
            open_ones = [number for number in range(len(self.rows)) if number not in self.fixed]
            late = time.monotonic() > deadline
            for _ in range(0 if late else rounds):
                new, _ = self.price(open_ones, now)
                if not new:
                    break
                now = self.mix()
            if now.cost >= self.search.cost - 0.5 and not late:
                return False
            sure = []
            for number in open_ones:
                key, column = max(self.rows[number].items(), key=lambda item: item[1].solution_value())
                sure.append((column.solution_value(), number, key))
            sure.sort(reverse=True)
            for at, (value, number, key) in enumerate(sure):
                if value < 0.99 and at >= max(1, len(sure) // 10):
                    break
                self.fix(number, key)
        _, _, seen = self.search.snapshot()
        cells = {
            (number, day): duty
            for number, key in self.fixed.items()
            for day, duty in enumerate(key)
            if (number, day) not in self.table.locked
        }
        return self.search.take(cells, seen)

    def again(self) -> None:
        """Frees some people after others from the best roster and dives anew, until it is proved or the time is up."""
        chance = random.Random(1)  # noqa: S311
        people = range(len(self.rows))
        while self.search.left() > 0.2 and self.search.cost - self.bound >= 1:
            self.release()
            for number, row in enumerate(self.search.rows):
                self.add(number, row)
            for number in chance.sample(people, round(len(people) * chance.choice((0.5, 0.65, 0.8)))):
                self.fix(number, tuple(self.search.rows[number]))
            self.dive(self.search.deadline)


def _between(center: Prices, now: Prices) -> Prices:
    def mixed(old: float, new: float) -> float:
        return SMOOTH * old + (1 - SMOOTH) * new

    return Prices(
        now.cost,
        {at: mixed(center.cover[at], value) for at, value in now.cover.items()},
        {at: mixed(center.among[at], value) for at, value in now.among.items()},
        now.people,
    )


class _Heard(cp_model.CpSolverSolutionCallback):
    """The rows that a solver finds on its way."""

    def __init__(self, model: Model, number: int, days: int) -> None:
        super().__init__()
        self.model, self.number, self.days = model, number, days
        self.rows: list[Row] = []

    def on_solution_callback(self) -> None:
        cells = self.model.cells(self)
        row = self.model.rows[self.number]
        self.rows.append([cells.get((self.number, day), row[day]) for day in range(self.days)])


def improve(search: Search, workers: int) -> float:
    """Makes a search's roster as good as its time allows. Returns the bound: no roster costs less."""
    search.begin(workers)
    bound = -math.inf
    if search.table.days <= LONGEST:
        columns = Columns(search, workers)
        settled = columns.generate(time.monotonic() + 0.6 * search.left())
        columns.dive(search.deadline)
        bound = columns.bound
        if settled:
            columns.again()
    if search.left() > 0 and search.cost - bound >= 1:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(search.improve, range(workers)))
    return bound
