"""Upward consequences.

An action that has done something others may care about records a fact: one row, and one job if anybody reacts,
in the same transaction. `gangmu/reactions.py` maps each kind of fact to its reactions, all on one page; a
reaction is a function of the fact's row, runs at least once, and is kept from running twice by the
unique row (fact, reaction). An invariant is a call, a consequence is a fact, a count is SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from django.db import IntegrityError, transaction

from gangmu.kernel import clock
from gangmu.kernel.models import FactRow, ReactionRow
from gangmu.kernel.scope import Actor, Scope, entered

FACTS: dict[str, type[Fact]] = {}
Reaction = Callable[[FactRow], None]
_reactions: dict[str, tuple[Reaction, ...]] = {}
JOB_SIZE = 500


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
        own = {field.name for field in fields(self)} - {"subject_id", "area"}
        return {name: value for name, value in asdict(self).items() if name in own}


def connect(reactions: Mapping[type[Fact], Iterable[Reaction]]) -> None:
    """Install the one-page table of reactions; called once, when the applications are ready."""
    _reactions.clear()
    _reactions.update({fact.kind: tuple(found) for fact, found in reactions.items()})


def record(actor: Actor, *facts: Fact) -> list[int]:
    """Write facts and their jobs into the running transaction; returns the ids."""
    rows = FactRow.objects.bulk_create(
        FactRow(
            kind=f.kind, subject_id=f.subject_id, area=f.area, data=f.data(), actor=actor.key, at=clock.now()
        )
        for f in facts
    )
    awaited = [row.pk for row in rows if row.kind in _reactions]
    defer(awaited)
    return [row.pk for row in rows]


def defer(fact_ids: list[int]) -> None:
    """Queue the reactions to facts already written, in batches."""
    from gangmu.kernel.jobs import react

    for start in range(0, len(fact_ids), JOB_SIZE):
        react.defer(fact_ids=fact_ids[start : start + JOB_SIZE])


def react_to(fact_id: int) -> None:
    """Run every reaction to a fact that has not run yet, each in a transaction of its own."""
    with entered(Scope.system("reaction")):
        row = FactRow.objects.get(pk=fact_id)
    for reaction in _reactions.get(row.kind, ()):
        name = f"{reaction.__module__}.{reaction.__qualname__}"
        with entered(Scope.system(f"reaction {row.kind}")):
            try:
                with transaction.atomic():
                    ReactionRow.objects.create(fact=row, reaction=name, at=clock.now())
            except IntegrityError:
                continue
            reaction(row)
