"""Settling a slice of a register: who each line is, what is new about him, and how far the import is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from gangmu.control.roster.bulk.staging import COLUMNS
from gangmu.ground.register.rules import same_person_name
from gangmu.kernel.bulk import bulk_role, copy_pieces, fetch, run
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "settle.sql")
_SETTLE = (
    "at_the_door", "at_the_same_door", "settled", "persons", "households", "left", "presences", "completed",
    "questions", "outcomes", "entries", "lines",
)  # fmt: skip


def settle_slice(pieces: Iterable[bytes], import_id: int, now: datetime) -> dict[str, int]:
    """Take in the staged lines (as `staged_text`) of a slice; returns how many came to which outcome.

    Needs an open transaction; what it leaves is the same however a file is cut into slices.
    """
    params = {"import": import_id, "now": now}
    counts = Counter[str]()
    with bulk_role():
        run(SQL["table"])
        copy_pieces("staged", COLUMNS, pieces)
        while _settle_staged(params, counts):
            run(SQL["take_up"])
        run(SQL["end"])
    return dict(counts)


def _settle_staged(params: dict[str, Any], counts: Counter[str]) -> bool:
    """Settle what is staged, up to a line that has to wait for one before it; True if there is such a line."""
    run(SQL["verdict"], params)
    if conflicting := _other_names():
        run(SQL["conflict"], {"numbers": conflicting})
    ((cut,),) = fetch(SQL["cut"])
    if cut is not None:
        run(SQL["put_off"], {"cut": cut})
    for name in _SETTLE:
        run(SQL[name], params)
    counts.update({str(outcome): int(n) for outcome, n in fetch(SQL["counts"])})
    run(SQL["clean"])
    return cut is not None


def _other_names() -> list[int]:
    """Lines whose document is known under a truly different name: a human has to say who is meant."""
    return [
        number
        for number, name, known in fetch(SQL["other_names"])
        if same_person_name(name, known) == "different"
    ]
