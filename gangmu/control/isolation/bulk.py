"""Orders by the set: proposed from a batch of verifications, the tasks of a morning, what is to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gangmu.ground.incidents.queries import pack_named
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.sqlfiles import statements

SQL_FILES = Path(__file__).parent / "sql"
PROPOSING = statements(SQL_FILES / "proposing.sql")


def propose_from(tasks: Sequence[int]) -> int:
    """Propose an order for everybody whom these tasks have found and whose pack has a measure; returns how many.

    Runs under the eyes of whoever closes the tasks. Software proposes here and decides nothing.
    """
    if not tasks:
        return 0
    rows = []
    for incident, code, version, category in fetch(PROPOSING["kinds"], {"tasks": list(tasks)}):
        measure = pack_named(code, version).measure_for(category)
        if measure is not None:
            rows.append((incident, category, code, version, measure.stages[0].level))
    if not rows:
        return 0
    incidents, categories, packs, versions, levels = map(list, zip(*rows, strict=True))
    given = {
        "tasks": list(tasks), "incidents": incidents, "categories": categories, "packs": packs,
        "versions": versions, "levels": levels, "now": clock.now(),
    }  # fmt: skip
    return run(PROPOSING["propose"], given)
