"""What the free cells of a model cost the whole roster: demands not met, or met too well, and skills not among them."""

from __future__ import annotations

from ortools.sat.python import cp_model

from gangmu.ground.duty.rules.model import Model
from gangmu.ground.duty.rules.problem import Among
from gangmu.ground.duty.rules.table import FREE


def cover(model: Model, counts: list[list[int]]) -> None:
    """Minimizes what the whole roster costs, so many people being on each duty now."""
    _demands(model, counts)
    _among(model)
    model.cp.minimize(cp_model.LinearExpr.weighted_sum(model.terms, model.weights))


def _demands(model: Model, counts: list[list[int]]) -> None:
    for (day, duty), lits in model.seats.items():
        there = counts[day][duty] - sum(
            day in days and model.rows[number][day] == duty for number, days in model.free.items()
        )
        if len(lits) == 1:
            cost = model.table.cover_cost
            model.cost(lits[0], cost(day, duty, there + 1) - cost(day, duty, there))
            continue
        for one in model.table.demands[day, duty]:
            lack, spare = one.preferred - there, there + len(lits) - one.preferred
            parts: list[tuple[int, int, int]] = []
            if lack > 0:
                deep = min(max(0, one.minimum - there), lack)
                parts += [(deep, one.gap + one.under, 1), (lack - deep, one.under, 1)]
            parts.append((spare, one.over, -1))
            slack, signs = [], []
            for most, weight, sign in parts:
                if most > 0:
                    var = model.cp.new_int_var(0, most, "")
                    slack.append(var)
                    signs.append(sign)
                    model.cost(var, weight)
            total = cp_model.LinearExpr.sum(lits) + cp_model.LinearExpr.weighted_sum(slack, signs)
            model.cp.add(total == lack)


def _among(model: Model) -> None:
    for need, lits in model.among.values():
        if _has_already(model, need):
            continue
        missing = model.cp.new_bool_var("")
        model.cp.add_bool_or([*lits, missing])
        model.cost(missing, need.gap)


def _has_already(model: Model, need: Among) -> bool:
    table = model.table
    for number, row in enumerate(model.rows):
        if need.skill in table.people[number].skills and need.day not in model.free.get(number, ()):
            duty = row[need.day]
            if duty != FREE and any(n is need for _, n in table.among.get((need.day, duty), ())):
                return True
    return False
