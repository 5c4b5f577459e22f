"""The task list as a file, through the real view in this process, beside the COPY of the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.db import connection

from bench.browsing import Visitor
from bench.table import Figure, medians
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.scope import Scope, entered

LOGIN = "leader-boluo"
COPY = (
    "COPY (SELECT t.id, t.status, t.urgent, t.name, p.document_mask, t.address, t.area, o.name, t.due_at, t.sources"
    " FROM casework_task t JOIN organization_body o ON o.id = t.owner_id LEFT JOIN register_person p ON p.id ="
    " t.person_id WHERE t.area >= %s AND t.area < %s ORDER BY t.id DESC) TO STDOUT"
)
GOALS = {"csv": 50_000, "xlsx": 15_000}


def figures(quick: bool) -> Iterator[Figure]:
    """All tasks of a county as CSV and as XLSX."""
    visitor = Visitor(LOGIN)
    for kind, goal in GOALS.items():
        name = f"export of {_copy(visitor)[0]:,} tasks, {kind.upper()}"
        rate, floor = medians(1 if quick else 3, lambda _n, kind=kind: _round(visitor, kind))
        yield Figure(name, rate, "rows/s", floor, "COPY of them", goal)


def _round(visitor: Visitor, kind: str) -> tuple[float, float]:
    rows, seconds = _copy(visitor)
    began = time.perf_counter()
    for _chunk in visitor.chunks(f"/tasks.{kind}"):
        pass
    return rows / (time.perf_counter() - began), rows / seconds


def _copy(visitor: Visitor) -> tuple[int, float]:
    """Rows and seconds of the bare COPY, under the same row security."""
    actor = actor_of(visitor.user)
    assert actor is not None  # a demo account has a post
    where = actor.jurisdiction
    with entered(Scope.of(actor)), connection.cursor() as cursor:
        began = time.perf_counter()
        with cursor.copy(COPY, [where.lo, where.hi]) as out:
            rows = sum(1 for _line in out)
        return rows, time.perf_counter() - began
