"""How much duty one person may carry, as data with sources (data/limits.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gangmu.kernel.clock import CIVIL

Times = tuple[datetime, datetime]
NIGHT = time(2)  # whoever is on duty at two in the morning has a night


class Limit(NamedTuple):
    """From `warn` on whoever plans is told; above `cap` a shift is written with a reason only."""

    warn: float
    cap: float
    source: str


@cache
def limits() -> dict[str, Limit]:
    """The limits of hours7, hours28, nights7: in any 7 or 28 days."""
    kept = tomllib.loads((Path(__file__).parents[1] / "data" / "limits.toml").read_text(encoding="utf-8"))
    return {name: Limit(**value) for name, value in kept.items() if isinstance(value, dict)}


def nights_in(begin: datetime, end: datetime) -> int:
    """How many nights a time on duty holds: how often it is two in the morning in Shanghai."""
    first, last = ((t.astimezone(CIVIL) - timedelta(hours=NIGHT.hour)).date() for t in (begin, end))
    return (last - first).days


def heaviest(shifts: Iterable[Times], new: Times) -> dict[str, float]:
    """The most that a person would carry in any days that touch a new shift, by the names of the limits.

    `shifts` are the others within 28 days of it. The heaviest days end where some shift ends.
    """
    everything = [*shifts, new]
    found = dict.fromkeys(limits(), 0.0)
    for days in (7, 28):
        span = timedelta(days=days)
        for _begin, end in everything:
            if not new[0] < end < new[1] + span:
                continue
            inside = [(max(a, end - span), min(b, end)) for a, b in everything if b > end - span and a < end]
            hours = sum((b - a).total_seconds() for a, b in inside) / 3600
            found[f"hours{days}"] = max(found[f"hours{days}"], hours)
            if days == 7:
                found["nights7"] = max(found["nights7"], sum(nights_in(a, b) for a, b in inside))
    return found


def crossed(figures: Mapping[str, float]) -> list[str]:
    """The names of the limits whose cap the figures are above."""
    return [name for name, limit in limits().items() if figures.get(name, 0) > limit.cap]
