"""Who must be sampled in a round, as one statement."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from gangmu.control.sampling.models import Round
from gangmu.control.sampling.rules.turns import part_of
from gangmu.kernel.bulk import bulk_role, run
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "drawing.sql")


def draw(one: Round) -> int:
    """Draw who must be sampled in a round, as the register stands now; returns how many."""
    given: dict[str, object] = {"round": one.pk}
    if one.plan is not None:
        day = one.begins_at.astimezone(CIVIL).date()
        # A sample of whatever hour counts for its day: due is who has none on the `every` days before.
        since = datetime.combine(day - timedelta(days=one.plan.every - 1), time(), CIVIL)
        given |= {"part": part_of(day, one.plan.every), "since": since}
    with bulk_role():
        return run(SQL["planned" if one.plan_id else "regional"], given)


def add(round_id: int, person_id: int, area: int) -> None:
    """Require one person more."""
    with bulk_role():
        run(SQL["add"], {"round": round_id, "person": person_id, "area": area})


def follow(survivor: int, gone: int) -> None:
    """What is said of one person is said of another."""
    with bulk_role():
        run(SQL["follow"], {"survivor": survivor, "gone": gone})
