"""One person, one open check, also when two persons turn out to be one."""

from __future__ import annotations

from pathlib import Path

from gangmu.casework.states import STILL_OPEN, WITH_TRIO, Status
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.scope import Actor
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "merging.sql")
BECAUSE = "同一人，已并入另一核查"  # the reason is data of the case, in the language of the office


def follow_merged(actor: Actor, survivor: int, gone: int) -> None:
    """Give the tasks about a person to the one he turned out to be; of two open checks one goes on."""
    params = {
        "survivor": survivor,
        "gone": gone,
        "open": [str(s) for s in STILL_OPEN],
        "ending": [str(s) for s in (*WITH_TRIO, Status.OFFERED)],
        "reason": BECAUSE,
        "now": clock.now(),
    }
    for task, sources in fetch(SQL["fold"], params):
        run(SQL["credit"], {"task": task, "sources": sources})
    run(SQL["follow"], params)
