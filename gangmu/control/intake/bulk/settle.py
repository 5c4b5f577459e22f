"""Settling staged rows: identity, one open check, tasks, rows — in one transaction, as the bulk role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from gangmu.control.intake.bulk.staging import COLUMNS, said, sealed, unpacked
from gangmu.ground.register.rules import same_person_name
from gangmu.kernel.bulk import bulk_role, copy_pieces, fetch, run
from gangmu.kernel.sqlfiles import statements
from gangmu.kernel.vault import vault

HERE = Path(__file__).parents[1] / "sql"
SQL = statements(HERE / "settle.sql") | statements(HERE / "desk.sql")
KIND = "ground_verification"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('gangmu.intake'))"
_JUDGE = ("candidates", "candidates_inside", "candidates_at_door", "candidates_at_door_inside", "followers")
_SETTLE = (
    "settled", "persons", "complete_persons", "presences_of_new", "presences_of_known", "tasks", "timers", "credit",
    "credit_waiting",
)  # fmt: skip


def take_turn() -> None:
    """Wait until nobody else settles, and let nobody until the transaction ends: persons are of all incidents, and two
    settlements would race for the same new ones.

    Whoever locks rows that a push might change takes it first; whoever asks for `owners(held=True)`, behind that.
    """
    run(_LOCK)


def settle_rows(
    pieces: Iterable[bytes],
    batch_id: int,
    incident_id: int,
    now: datetime,
    decider: int | None = None,
    slices: Iterable[int] | None = None,
    passed: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Stage pieces (`Stager.piece`) and settle them into the batch; returns how many came to which outcome.

    Needs an open transaction and an actor; `decider` is the user who has decided about a waiting row. With `slices`,
    which do not end, so many pieces are settled at a time, while their maker makes the next; they must come in the
    order of the rows.
    `passed` is told after each slice how many rows are read, and may raise.
    """
    params = {"batch": batch_id, "incident": incident_id, "kind": KIND, "now": now, "decider": decider}
    counts = Counter[str]()
    with bulk_role():
        run(SQL["table"])
        if slices:
            run(SQL["late"])
            pieces, read = iter(pieces), 0
            for size in slices:
                beside, rows = _staged(islice(pieces, size))
                if not rows:
                    break
                read += rows
                run(SQL["postpone"])
                counts += _settle_slice(params, beside)
                if passed:
                    passed(read)
            run(SQL["last_slice"])
            run(SQL["end_late"])
            beside = []
        else:
            beside, _rows = _staged(pieces)
        counts += _settle_slice(params, beside)
        run(SQL["clean"])
    return dict(counts)


def _staged(pieces: Iterable[bytes]) -> tuple[list[bytes], int]:
    """Copies the lines of pieces in; returns what was said beside them, and how many lines there are."""
    parts = [unpacked(piece) for piece in pieces]
    copy_pieces("staged", COLUMNS, [lines for lines, _beside in parts])
    return [beside for _lines, beside in parts], sum(lines.count(b"\n") for lines, _beside in parts)


def _settle_slice(params: dict[str, Any], beside: list[bytes]) -> Counter[str]:
    take_turn()
    run(SQL["verdict"], params)
    _part_conflicting_names()
    for name in _JUDGE:
        run(SQL[name], params)
    _keep_for_the_desk(beside)
    for name in _SETTLE:
        run(SQL[name], params)
    if params["decider"]:
        run(SQL["complete_documents"])
        run(f"{SQL['rows']}\n{SQL['rows_again']}", params)
        run(SQL["wait_in_place"], params)
    else:
        run(SQL["rows"], params)
    counts = Counter({str(outcome): int(n) for outcome, n in fetch(SQL["outcomes_count"])})
    run(SQL["end_slice"])
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
        run(SQL["leaders"])


def _keep_for_the_desk(beside: list[bytes]) -> None:
    """What was said by rows that wait, though their line did not expect it, is sealed into them."""
    if numbers := {number for (number,) in fetch(SQL["unkept"])}:
        keeps = {given.number: sealed(vault(), given) for given in said(beside, numbers)}
        run(SQL["keep"], {"numbers": list(keeps), "sealed": list(keeps.values())})
