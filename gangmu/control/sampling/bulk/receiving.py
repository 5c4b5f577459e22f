"""Results of a laboratory by the set, and what follows from them within the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gangmu.control.sampling.bulk.custody import ground
from gangmu.control.sampling.rules.lists import Line, Wrong
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run, stage
from gangmu.kernel.scope import tell
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "receiving.sql")
COLUMNS = ("row", "code", "value", "at")


@dataclass(frozen=True, slots=True)
class Applied:
    """What a list of results did: how many were news, what was refused, and which tubes and pools it concerns.

    `singles`: (code, person, value, taken at) of tubes with one person.
    """

    stored: int
    refused: list[Wrong]
    positive: list[tuple[int, int]]
    resolved: list[tuple[int, int]]
    over: list[int]
    singles: list[tuple[str, int, str, datetime]]


def apply(where: Jurisdiction, list_id: int, lines: Iterable[Line], now: datetime) -> Applied:
    """Store what is new in the lines, tube by tube, and what it means for those in the tubes."""
    with bulk_role():
        stage("incoming", "row int, code text PRIMARY KEY, value text, at timestamptz")
        copy_rows("incoming", COLUMNS, ((one.row, one.tube, one.value, one.tested_at) for one in lines))
        run("ANALYZE incoming")
        fetch(SQL["lock"])
        run(SQL["judged"], ground(where))
        run("ANALYZE judged")
        refused = [
            Wrong(row, "tube" if "tube" in wrong else "value", code, wrong)
            for row, code, _value, wrong in fetch(SQL["refused"])
        ]
        run(SQL["fresh"])
        run("ANALYZE fresh_results")
        stored = run(SQL["keep"], {"list": list_id})
        tell(move="", reason="")
        for name in ("find", "uncount", "count_again", "swabs", "pool_cleared"):
            run(SQL[name], {"now": now})
        touched = [tube for (tube,) in fetch(SQL["touched"])]
        applied = Applied(
            stored,
            refused,
            [(tube, area) for tube, area in fetch(SQL["positive"])],
            *_settled(touched),
            fetch(SQL["singles"]),  # type: ignore[arg-type]
        )
        run("DROP TABLE incoming, judged, fresh_results")
    return applied


def call_back(tube_id: int, now: datetime) -> list[tuple[int, int, int, str]]:
    """Note who is to be called back because of a tube; (recall, area, person, name) of those without a task yet."""
    with bulk_role():
        tell(move="ask", reason="")
        run(SQL["members"], {"tube": tube_id, "now": now})
    return called(tube_id)


def called(tube_id: int) -> list[tuple[int, int, int, str]]:
    """The recalls of a tube that have no task."""
    with bulk_role():
        return [
            (recall, area, person, name)
            for recall, area, person, name in fetch(SQL["called"], {"tube": tube_id})
        ]


def call_with(pairs: Sequence[tuple[int, int]]) -> None:
    """Note the task of each recall."""
    recalls, tasks = [recall for recall, _ in pairs], [task for _, task in pairs]
    with bulk_role():
        run(SQL["with_task"], {"recalls": recalls, "tasks": tasks})


def settle_pools(tubes: Sequence[int], now: datetime) -> tuple[list[tuple[int, int]], list[int]]:
    """Pools of which nobody is awaited any more, as (tube, area), now resolved; and tasks that need nobody any more."""
    with bulk_role():
        for tube in tubes:
            tell(move="confirm", reason="")
            run(SQL["found_singly"], {"tube": tube, "now": now})
        return _settled(list(tubes))


def _settled(tubes: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
    if not tubes:
        return [], []
    tell(move="", reason="")
    over = [task for (task,) in fetch(SQL["over"], {"tubes": tubes})]
    found: list[Any] = fetch(SQL["resolved"], {"tubes": tubes})
    return [(tube, area) for tube, area in found], over
