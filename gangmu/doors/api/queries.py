"""Reads that only this door makes: released reports in order, persons' masks, commands seen before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from gangmu.casework.models import Task
from gangmu.casework.queries import at_hand_among
from gangmu.ground.register.models import Person
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parent / "sql" / "released.sql")


@dataclass(slots=True)
class Released:
    """One released report, with the gates it passed and the rows of the caller's own pushes that asked for it."""

    released_at: datetime
    position: int
    task: int
    status: str
    kind: str
    category: str
    incident: str
    area: int
    created_at: datetime
    name: str
    of_person: bool
    document_kind: str
    document_mask: str
    phone_mask: str
    report: int
    outcome: str
    answers: str
    reported_at: datetime
    gates: list[tuple[str, datetime]] = field(default_factory=list)
    rows: list[tuple[int, int, str, str]] = field(default_factory=list)


def released_after(scope: Scope, since: datetime, position: int, limit: int) -> list[Released]:
    """Reports that passed the last gate behind a point of the feed, in the order in which they did.

    The feed never runs ahead of a transaction that is still open, so nothing can appear behind a reader's back.
    """
    where = scope.jurisdiction
    ((horizon,),) = fetch(SQL["horizon"])
    rows = fetch(
        SQL["released"],
        {
            "since": since, "position": position, "horizon": horizon, "limit": limit,
            "lo": where.lo, "hi": where.hi, "holes": where.holes_literal,
        },
    )  # fmt: skip
    found = [Released(*row) for row in rows]
    gates: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for report, gate, at in fetch(SQL["gates"], {"reports": [one.report for one in found]}):
        gates[report].append((gate, at))
    named: dict[int, list[tuple[int, int, str, str]]] = defaultdict(list)
    params = {"tasks": [one.task for one in found], "user": scope.actor.user_id}
    for task, *row in fetch(SQL["named"], params):
        named[task].append((row[0], row[1], row[2], row[3]))
    for one in found:
        one.gates, one.rows = gates[one.report], named[one.task]
    return found


def masks(scope: Scope, persons: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Document kind, masked document and masked phone of persons whom the scope sees (row security decides)."""
    rows = Person.objects.filter(pk__in=set(persons)).values_list(
        "pk", "document_kind", "document_mask", "phone_mask"
    )
    return {pk: (kind, document, phone) for pk, kind, document, phone in rows}


Seen = tuple[str, str, Any]


def look(
    scope: Scope, commands: Iterable[UUID], tasks: Iterable[int]
) -> tuple[dict[UUID, Seen], dict[int, Task]]:
    """What commands need: (kind, actor, first result) of those carried out before, and the tasks at hand."""
    asked = f"{{{','.join(map(str, commands))}}}"
    found, (seen,) = at_hand_among(scope, tasks, ", kernel_seen(%s)::text", asked)
    return {UUID(id): (kind, actor, result) for id, kind, actor, result in seen}, found
