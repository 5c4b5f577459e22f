"""Settling staged rows: identity, one open check, tasks, rows — in one transaction, as the bulk role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from gangmu.control.intake.bulk.staging import COLUMNS
from gangmu.ground.register.rules import same_person_name
from gangmu.kernel.bulk import bulk_role, copy_pieces, fetch, run
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "settle.sql")
KIND = "ground_verification"
# Two concurrent pushes of one incident would race for the same new persons: they queue here instead.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('gangmu.intake'), %(incident)s::int)"
_IDENTIFY = ("statistics", "verdict", "verdict_index", "verdict_statistics")
_SETTLE = (
    "candidates", "candidates_inside", "persons", "persons_statistics", "insert_persons", "complete_persons",
    "outcomes", "new_tasks", "settled_statistics", "presences", "insert_tasks", "timers", "credit",
    "credit_waiting", "rows",
)  # fmt: skip


def settle_rows(
    pieces: Iterable[bytes],
    batch_id: int,
    incident_id: int,
    now: datetime,
    decider: int | None = None,
) -> dict[str, int]:
    """Stage lines (as `copy_text` of them) and settle them into the batch; returns how many came to which outcome.

    Needs an open transaction and an actor; `decider` is the user who has decided about a waiting row.
    """
    params = {"batch": batch_id, "incident": incident_id, "kind": KIND, "now": now, "decider": decider}
    with bulk_role():
        run(SQL["table"])
        copy_pieces("staged", COLUMNS, pieces)
        run(_LOCK, params)
        for name in _IDENTIFY:
            run(SQL[name], params)
        _part_conflicting_names()
        for name in _SETTLE:
            run(SQL[name], params)
        counts = {str(outcome): int(n) for outcome, n in fetch(SQL["outcomes_count"])}
        run(SQL["clean"])
    return counts


def _part_conflicting_names() -> None:
    """Rows whose document is known under a truly different name wait for a human; variants pass."""
    conflicting = []
    for number, name, checked, known in fetch(SQL["name_conflicts"]):
        likeness = same_person_name(name, known)
        if not (likeness == "same" or (likeness == "variant" and checked)):
            conflicting.append(number)
    if conflicting:
        run(SQL["conflict"], {"numbers": conflicting})
