"""Reads of the watch: who is responsible, what is open, how the office was handed on, where it was not."""

from gangmu.command.watch.queries.compose import compose, counts_now, open_points
from gangmu.command.watch.queries.offices import (
    InCharge,
    Office,
    alarms_for,
    changeover_in,
    in_charge,
    office_in,
    offices,
    point_in,
    running,
)
from gangmu.command.watch.queries.timeline import Stretch, Timeline, timeline

__all__ = [
    "InCharge",
    "Office",
    "Stretch",
    "Timeline",
    "alarms_for",
    "changeover_in",
    "compose",
    "counts_now",
    "in_charge",
    "office_in",
    "offices",
    "open_points",
    "point_in",
    "running",
    "timeline",
]
