"""What the system does by itself: tell of passed deadlines, close what was released, keep the tally short."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from gangmu.casework.actions.moving import SQL
from gangmu.casework.rules import kind_of
from gangmu.casework.states import TALLY
from gangmu.ground.incidents.queries import packs_in_use
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.scope import Actor, Scope, tell
from gangmu.kernel.sqlfiles import statements

ESCALATE = statements(Path(__file__).parents[1] / "sql" / "escalation.sql")["escalate"]
BATCH = 2000


def tell_deadlines(actor: Actor) -> int:
    """Tell every level that is due of a deadline that has passed, each once; returns how many were told.

    Who is due when is the ladder of the pack under which the task's incident runs. The task itself is marked as late
    when its deadline passes, which the tally counts.
    """
    ladders = [
        {"pack": code, "version": version, "levels": [*pack.ladder], "waits": [*pack.ladder.values()]}
        for (code, version), pack in packs_in_use(Scope.of(actor)).items()
    ]
    params = {"ladders": json.dumps(ladders), "most": BATCH, "now": clock.now(), "actor": actor.key}
    told = 0
    with bulk_role():
        while looked_at := fetch(ESCALATE, params):
            told += sum(reached for (reached,) in looked_at)
    return told


def close_released(actor: Actor) -> int:
    """Close up to a batch of released tasks and let their kinds do what closing means; returns how many."""
    found = fetch(SQL["released"], {"most": BATCH})
    if not found:
        return 0
    by_kind: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for task_id, kind, outcome in found:
        by_kind[kind].append((task_id, outcome))
    tell(move="close", reason="")
    for kind, tasks in by_kind.items():
        run(SQL["close"], {"tasks": [task_id for task_id, _ in tasks]})
        kind_of(kind).close(actor, tasks)
    return len(found)


def fold_tally(actor: Actor) -> int:
    """Put the sum in the place of tally lines of one grid; returns how many were written."""
    return TALLY.fold(clock.today())


def recount_tally(actor: Actor) -> list[dict[str, Any]]:
    """Count all tasks anew and put right what the tally says; returns what was missing, by grid and incident."""
    return TALLY.recount(clock.today())
