"""Reads of the modes: what a plan would come to, and what it came to."""

from gangmu.command.modes.queries.plans import (
    TownLine,
    TownNow,
    TownReport,
    TrioLine,
    moving_tasks,
    plan_of,
    plans,
    town_lines,
    towns_now,
    trio_lines,
)
from gangmu.command.modes.queries.report import Step, course, report

__all__ = [
    "Step",
    "TownLine",
    "TownNow",
    "TownReport",
    "TrioLine",
    "course",
    "moving_tasks",
    "plan_of",
    "plans",
    "report",
    "town_lines",
    "towns_now",
    "trio_lines",
]
