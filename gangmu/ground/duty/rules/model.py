"""The CP-SAT model of some cells of a roster, free to change while all others stay as they are.

All cells free is the whole problem; one person's row, or a week of everybody, are its neighbourhoods. A rule that the
cells at rest break already (what is locked may) asks nothing more than not to break it further.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model

from gangmu.ground.duty.rules.problem import Among
from gangmu.ground.duty.rules.table import FREE, Cell, Row, Rules, Table

Known = bool
Working = cp_model.IntVar | Known
"""Whether a person works on a day: decided by the model, or known."""


class Model:
    """Variables and rules of the free cells; then `cover.cover` or `price` says what is to be minimized."""

    def __init__(
        self,
        table: Table,
        rows: list[Row],
        free: Iterable[Cell],
        options: Callable[[int, int], Iterable[int]] | None = None,
        rules: dict[int, Rules] | None = None,
    ) -> None:
        """`options` and `rules` may be fewer and stricter than the table's, person by person."""
        self.table, self.rows = table, rows
        self.options = options or (lambda number, day: table.options[number][day])
        self.rules = rules or {}
        self.cp = cp_model.CpModel()
        self.free: dict[int, set[int]] = defaultdict(set)
        for number, day in free:
            if (number, day) not in table.locked:
                self.free[number].add(day)
        self.x: dict[Cell, dict[int, cp_model.IntVar]] = {}
        self.seats: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        self.terms: list[cp_model.IntVar] = []
        self.weights: list[int] = []
        self.among: dict[int, tuple[Among, list[cp_model.IntVar]]] = {}
        for number, days in self.free.items():
            self._person(number, sorted(days))

    def price(self, prices: dict[Cell, float], scale: int) -> None:
        """Minimizes what the free rows cost by themselves, less what each (day, duty) is worth; times `scale`."""
        terms, weights = [*self.terms], [weight * scale for weight in self.weights]
        for at, lits in self.seats.items():
            worth = -round(prices.get(at, 0.0) * scale)
            terms += lits
            weights += [worth] * len(lits)
        self.cp.minimize(cp_model.LinearExpr.weighted_sum(terms, weights))

    def cells(self, value: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> dict[Cell, int]:
        """The free cells as a solution has them."""
        found = {}
        for cell, options in self.x.items():
            found[cell] = next((duty for duty, lit in options.items() if value.boolean_value(lit)), FREE)
        return found

    def hint(self) -> None:
        """Begin from the rows as they are."""
        for (number, day), options in self.x.items():
            now = self.rows[number][day]
            for duty, lit in options.items():
                self.cp.add_hint(lit, duty == now)

    def cost(self, lit: cp_model.IntVar, weight: int) -> None:
        """What is minimized costs so much more if this is so, or for each of it."""
        if weight:
            self.terms.append(lit)
            self.weights.append(weight)

    # ---- a person ----

    def _person(self, number: int, days: list[int]) -> None:
        table, row = self.table, self.rows[number]
        for day in days:
            options = {
                duty: self.cp.new_bool_var("")
                for duty in self.options(number, day)
                if self._beside(number, day, table.shift_of[duty])
            }
            self.x[number, day] = options
            if len(options) > 1:
                self.cp.add_at_most_one(options.values())
            here = table.costs.get((number, day), {})
            stay = here.get(FREE, 0)
            for duty, lit in options.items():
                self.seats[day, duty].append(lit)
                self.cost(lit, here.get(duty, 0) - stay)
                for at, need in table.among.get((day, duty), ()):
                    if need.skill in table.people[number].skills:
                        self.among.setdefault(at, (need, []))[1].append(lit)
        for later, cliques in zip((1, 2), table.cliques, strict=True):
            for day in days:
                if day + later in self.free[number]:
                    for first, then in cliques:
                        self._clique(number, day, first, day + later, then)
        works = {day: self._works(number, day) for day in range(-len(table.past[number]), table.days)}
        self._runs(number, works)
        self._sums(number, days, row)
        self._weekends(number, works)
        self._nights(number, days, row)

    def _rules(self, number: int) -> Rules:
        return self.rules.get(number) or self.table.rules[number]

    def _shift(self, number: int, day: int) -> int:
        """The shift of a cell at rest, or before the first day; FREE also where it is not known."""
        past = self.table.past[number]
        if day < 0:
            return past[day] if -day <= len(past) else FREE
        duty = self.rows[number][day] if day < self.table.days else FREE
        return self.table.shift_of[duty] if duty != FREE else FREE

    def _beside(self, number: int, day: int, shift: int) -> bool:
        """Whether the cells at rest around a day leave room for a shift."""
        free = self.free[number]
        for later, after, before in zip((1, 2), self.table.after, self.table.before, strict=True):
            if day - later not in free and self._shift(number, day - later) in before[shift]:
                return False
            if day + later not in free and self._shift(number, day + later) in after[shift]:
                return False
        return True

    def _clique(self, number: int, day: int, first: frozenset[int], later: int, then: frozenset[int]) -> None:
        shift_of = self.table.shift_of
        one = [lit for duty, lit in self.x[number, day].items() if shift_of[duty] in first]
        two = [lit for duty, lit in self.x[number, later].items() if shift_of[duty] in then]
        if one and two:
            self.cp.add_at_most_one([*one, *two])

    def _works(self, number: int, day: int) -> Working:
        if day not in self.free[number]:
            return self._shift(number, day) != FREE
        lits = list(self.x[number, day].values())
        if len(lits) < 2:
            return lits[0] if lits else False
        works = self.cp.new_bool_var("")
        self.cp.add(cp_model.LinearExpr.sum(lits) == works)
        return works

    def _runs(self, number: int, works: dict[int, Working]) -> None:
        person, rules = self.table.people[number], self._rules(number)
        start, end = min(works), max(works)
        if person.most_days is not None:
            each = {day: one if isinstance(one, bool) else [one] for day, one in works.items()}
            self._rows_of(person.most_days, each)
        if person.most_nights is not None:
            night = {day: self._at_night(number, day) for day in range(start, end + 1)}
            self._rows_of(person.most_nights, night)
        for at_least, working in ((rules.least_days, True), (rules.least_off, False)):
            for day in range(start + 1, end + 1):
                for later in range(max(day + 1, 0), min(day + at_least - 1, end) + 1):
                    self._clause(
                        (works[day - 1], working), (works[day], not working), (works[later], working)
                    )

    def _rows_of(self, most: int, each: dict[int, list[cp_model.IntVar] | Known]) -> None:
        """Of any most + 1 days together, one is not such a day. A day: whether it is, or what would make it so."""
        for begin in range(min(each), max(each) - most + 1):
            window = [each[day] for day in range(begin, begin + most + 1)]
            lits = [lit for one in window if not isinstance(one, bool) for lit in one]
            if lits and all(window):
                known = sum(one is True for one in window)
                self.cp.add(cp_model.LinearExpr.sum(lits) <= max(0, most - known))

    def _at_night(self, number: int, day: int) -> list[cp_model.IntVar] | Known:
        table = self.table
        if day in self.free[number]:
            return [lit for duty, lit in self.x[number, day].items() if table.night[table.shift_of[duty]]]
        shift = self._shift(number, day)
        return shift != FREE and table.night[shift]

    def _clause(self, *wanted: tuple[Working, bool]) -> None:
        """At least one of them is as wanted."""
        lits = []
        for works, value in wanted:
            if isinstance(works, bool):
                if works == value:
                    return
            else:
                lits.append(works if value else works.negated())
        if lits:
            self.cp.add_bool_or(lits)

    def _sums(self, number: int, days: list[int], row: Row) -> None:
        table, person, rules = self.table, self.table.people[number], self._rules(number)
        fixed = [
            table.shift_of[duty]
            for day, duty in enumerate(row)
            if duty != FREE and day not in self.free[number]
        ]
        lits, shifts = [], []
        for day in days:
            for duty, lit in self.x[number, day].items():
                lits.append(lit)
                shifts.append(table.shift_of[duty])
        done = sum(table.length[s] for s in fixed)
        least = max(0, rules.least_minutes - done)
        most = cp_model.INT32_MAX if rules.most_minutes is None else max(0, rules.most_minutes - done)
        if not lits:
            if least:
                self.cp.add_bool_or([])
            return
        if least or rules.most_minutes is not None:
            minutes = cp_model.LinearExpr.weighted_sum(lits, [table.length[s] for s in shifts])
            self.cp.add_linear_constraint(minutes, least, max(least, most))
        self._budgets(number, days, row)
        for key, limit in person.most_of:
            which = next((n for n, shift in enumerate(table.problem.shifts) if shift.key == key), FREE)
            mine = [lit for lit, shift in zip(lits, shifts, strict=True) if shift == which]
            if 0 < limit < table.days and len(mine) + fixed.count(which) > limit:
                self.cp.add(cp_model.LinearExpr.sum(mine) <= max(0, limit - fixed.count(which)))

    def _budgets(self, number: int, days: list[int], row: Row) -> None:
        table = self.table
        for budget in table.people[number].budgets:
            shifts = [[budget.takes(day, one) for one in table.problem.shifts] for day in range(table.days)]
            left = budget.most - sum(
                shifts[day][table.shift_of[duty]]
                for day, duty in enumerate(row)
                if duty != FREE and day not in self.free[number]
            )
            if sum(max(shifts[day]) for day in days) <= left:
                continue
            lits, takes = [], []
            for day in days:
                for duty, lit in self.x[number, day].items():
                    if taken := shifts[day][table.shift_of[duty]]:
                        lits.append(lit)
                        takes.append(taken)
            if lits:
                self.cp.add(cp_model.LinearExpr.weighted_sum(lits, takes) <= max(0, left))

    def _weekends(self, number: int, works: dict[int, Working]) -> None:
        table, person = self.table, self.table.people[number]
        weight, most = table.problem.weekends, self._rules(number).most_weekends
        if most is None and not weight:
            return
        known, open_ones = 0, []
        for days in table.weekends:
            each = [works[day] for day in days]
            lits = [one for one in each if not isinstance(one, bool)]
            if any(one is True for one in each):
                known += 1
            elif len(lits) == 1:
                open_ones.append(lits[0])
            elif lits:
                either = self.cp.new_bool_var("")
                for lit in lits:
                    self.cp.add_implication(lit, either)
                open_ones.append(either)
        if most is not None and len(open_ones) + known > most:
            self.cp.add(cp_model.LinearExpr.sum(open_ones) <= max(0, most - known))
        self._squares(open_ones, weight, known + person.carried_weekends)

    def _nights(self, number: int, days: list[int], row: Row) -> None:
        table = self.table
        weight = table.problem.nights
        lits = [
            lit
            for day in days
            for duty, lit in self.x[number, day].items()
            if table.night[table.shift_of[duty]]
        ]
        if weight and lits:
            known = sum(
                duty != FREE and table.night[table.shift_of[duty]]
                for day, duty in enumerate(row)
                if day not in self.free[number]
            )
            self._squares(lits, weight, known + table.people[number].carried_nights)

    def _squares(self, lits: list[cp_model.IntVar], weight: int, begin: int) -> None:
        """What the next ones cost: each more than the one before, so they fill up in order by themselves."""
        if not lits or not weight:
            return
        steps = [self.cp.new_bool_var("") for _ in lits]
        self.cp.add(cp_model.LinearExpr.sum(lits) == cp_model.LinearExpr.sum(steps))
        for step, lit in enumerate(steps):
            self.cost(lit, weight * (2 * (begin + step) + 1))
