"""Settling staged rows: identity, one open check, tasks, rows — in one transaction, as the bulk role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
_IDENTIFY = ("statistics", "verdict", "verdict_statistics")
_SETTLE = (
    "candidates", "candidates_inside", "settled", "settled_statistics", "persons", "complete_persons",
    "presences_of_new", "presences_of_known", "tasks", "timers", "credit", "credit_waiting",
)  # fmt: skip
# The samples are small: the statements below join what has just been made by its numbers.
_PLAIN = "SELECT set_config('default_statistics_target', '10', true)"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of the rows of a push; `received` is the sum of the rest."""

    received: int
    tasks: int
    merged: int
    handed_over: int
    out_of_city: int
    refused: int
    waiting: int

    @property
    def balances(self) -> bool:
        """received = tasks + merged + handed over + out of the city + refused + waiting."""
        return self.received == (
            self.tasks + self.merged + self.handed_over + self.out_of_city + self.refused + self.waiting
        )


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
        fetch(_PLAIN)
        run(SQL["table"])
        copy_pieces("staged", COLUMNS, pieces)
        run(_LOCK, params)
        for name in _IDENTIFY:
            run(SQL[name], params)
        _part_conflicting_names()
        for name in _SETTLE:
            run(SQL[name], params)
        run(f"{SQL['rows']}\n{SQL['rows_again']}" if decider else SQL["rows"], params)
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
