"""Counting who comes how often: one row for all processes, in one statement."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).with_name("sql") / "links.sql")


def knocked(who: bytes) -> int:
    """Count one coming of somebody (a keyed hash); how many there were in this minute, over all processes."""
    ((n,),) = fetch(SQL["knocked"], {"who": who, "now": clock.now()})
    return int(n)


def forget(before: datetime) -> int:
    """Forget the minutes before a moment; how many rows."""
    return run(SQL["forget"], {"before": before})
