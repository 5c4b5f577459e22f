"""How much duty one person may carry, as data with sources (data/limits.toml)."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gangmu.kernel.clock import CIVIL

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
