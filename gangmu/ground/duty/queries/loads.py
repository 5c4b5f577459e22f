"""Hours, nights and weekends of members: what they did lately, what a plan gives them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from gangmu.ground.duty.models import Roster
from gangmu.ground.duty.rules.weeks import Span
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "loads.sql")
WEEKS_BACK = 4


class Load(NamedTuple):
    """What somebody works: hours, nights, weekends on which he has a shift."""

    hours: float = 0
    nights: int = 0
    weekends: int = 0


def before(roster: Roster) -> Span:
    """The four weeks before a roster's: what fairness counts."""
    begins = roster.span[0]
    return begins - timedelta(weeks=WEEKS_BACK), begins


def worked(users: Iterable[int], span: Span) -> dict[int, Load]:
    """What users do by their shifts in a time; shifts are no secret to staff."""
    begins, ends = span
    params = {"users": list(users), "begins": begins, "ends": ends, "zone": str(clock.CIVIL)}
    return {user: Load(*load) for user, *load in fetch(SQL["of_shifts"], params)}


def planned(scope: Scope, roster: Roster, users: Iterable[int]) -> dict[int, Load]:
    """What a roster that the scope has found gives to users."""
    params = {"users": list(users), "roster": roster.pk, "zone": str(clock.CIVIL)}
    return {user: Load(*load) for user, *load in fetch(SQL["of_turns"], params)}
