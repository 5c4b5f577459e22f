"""Upward consequences.

An action that has done something others may care about records a fact: one row, and one job if anybody reacts,
in the same transaction. `gangmu/reactions.py` maps each kind of fact to its reactions, all on one page; a
reaction is a function of the fact's row, runs at least once, and is kept from running twice by the
unique row (fact, reaction). An invariant is a call, a consequence is a fact, a count is SQL.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from django.db import IntegrityError, transaction

from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.models import FactRow, ReactionRow
from gangmu.kernel.scope import Actor, Scope, entered

FACTS: dict[str, type[Fact]] = {}
Reaction = Callable[[FactRow], None]
_reactions: dict[str, tuple[Reaction, ...]] = {}
JOB_SIZE = 500
RECORD = """
    INSERT INTO kernel_fact (kind, subject_id, area, data, actor, at)
    SELECT kind, subject, area, data::jsonb, %(actor)s, %(now)s
      FROM unnest(%(kinds)s::text[], %(subjects)s::bigint[], %(areas)s::bigint[], %(data)s::text[])
           AS f(kind, subject, area, data)
    RETURNING id, kind"""


@dataclass(frozen=True)
class Fact:
    """Something that has happened. Subclasses are frozen dataclasses of JSON values in a domain's `facts.py`."""

    kind: ClassVar[str]
    subject_id: int
    area: int

    def __init_subclass__(cls, kind: str) -> None:
        if kind in FACTS:
            raise ValueError(f"two facts of kind {kind}")
        cls.kind = kind
        FACTS[kind] = cls

    def data(self) -> dict[str, Any]:
        """The fact's own fields, without subject and area."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("subject_id", "area")}


def connect(reactions: Mapping[type[Fact], Iterable[Reaction]]) -> None:
    """Install the one-page table of reactions; called once, when the applications are ready."""
    _reactions.clear()
    _reactions.update({fact.kind: tuple(found) for fact, found in reactions.items()})


def record(actor: Actor, *facts: Fact) -> list[int]:
    """Write facts and their jobs into the running transaction; returns the ids."""
    if not facts:
        return []
    rows = fetch(
        RECORD,
        {
            "kinds": [f.kind for f in facts],
            "subjects": [f.subject_id for f in facts],
            "areas": [f.area for f in facts],
            "data": [json.dumps(f.data(), ensure_ascii=False) for f in facts],
            "actor": actor.key,
            "now": clock.now(),
        },
    )
    defer([pk for pk, kind in rows if _reactions.get(kind)])
    return [pk for pk, _kind in rows]


def defer(fact_ids: list[int]) -> None:
    """Queue the reactions to facts already written, in batches."""
    from gangmu.kernel.jobs import react

    for start in range(0, len(fact_ids), JOB_SIZE):
        react.defer(fact_ids=fact_ids[start : start + JOB_SIZE])


def react_to(fact_id: int) -> None:
    """Run every reaction to a fact that has not run yet, each in a transaction of its own.

    One that fails keeps no other from running; all failures are raised together at the end, and since what has
    run is remembered, calling this again repeats only those that failed.
    """
    row = FactRow.objects.get(pk=fact_id)
    failures: list[Exception] = []
    for reaction in _reactions.get(row.kind, ()):
        try:
            with entered(Scope.system(f"reaction {row.kind}")):
                if _claim(row, f"{reaction.__module__}.{reaction.__qualname__}"):
                    reaction(row)
        except Exception as failure:  # whatever it is, the other reactions come first
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"reactions to fact {fact_id} ({row.kind})", failures)


def _claim(row: FactRow, reaction: str) -> bool:
    """Note that the reaction runs; False if it has. Waits for another worker that is running it."""
    try:
        with transaction.atomic():
            ReactionRow.objects.create(fact=row, reaction=reaction, at=clock.now())
    except IntegrityError:
        return False
    return True
