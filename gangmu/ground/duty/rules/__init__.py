"""Rosters, pure: a `Problem` goes in, a `Result` comes out (`solve`); `check` and `score` judge any roster."""

from gangmu.ground.duty.rules.check import Violation, check, check_person, score
from gangmu.ground.duty.rules.problem import (
    VEHICLE,
    Among,
    Assignment,
    Budget,
    Conflict,
    Demand,
    Gap,
    Person,
    Problem,
    Progress,
    Result,
    Shift,
    Wish,
)
from gangmu.ground.duty.rules.solve import Stopped, solve

__all__ = [
    "VEHICLE",
    "Among",
    "Assignment",
    "Budget",
    "Conflict",
    "Demand",
    "Gap",
    "Person",
    "Problem",
    "Progress",
    "Result",
    "Shift",
    "Stopped",
    "Violation",
    "Wish",
    "check",
    "check_person",
    "score",
    "solve",
]
