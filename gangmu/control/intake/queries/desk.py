"""The queue of doubtful rows, oldest first, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from gangmu.control.intake.models import Batch, Row
from gangmu.control.intake.queries.files import sealed_of
from gangmu.ground.register.models import Person
from gangmu.kernel.recall import CAP, recalled
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import mask_number, mask_phone


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting row, whether it asks about identity, and the candidates the matcher kept."""

    row: Row
    identity: bool
    candidates: list[dict[str, Any]]


def _waiting(scope: Scope) -> QuerySet[Row]:
    where = scope.jurisdiction
    rows = Row.objects.filter(outcome=Row.Outcome.WAITING, area__gte=where.lo, area__lt=where.hi)
    for lo, hi in where.holes:
        rows = rows.exclude(area__gte=lo, area__lt=hi)
    return rows


@recalled
def rows_waiting(scope: Scope) -> QuerySet[Row]:
    """Rows that wait for a human on this ground, CAP of them at most."""
    return _waiting(scope).order_by()[:CAP]


def waiting_rows(scope: Scope, size: int = 12) -> list[Row]:
    """The rows that have waited longest, for a list."""
    rows = _waiting(scope).select_related("batch__slot").defer("batch__content", "batch__preview", "sealed")
    return list(rows.order_by("id")[:size])


def waiting_batches(scope: Scope) -> list[tuple[Batch, int]]:
    """The batches that wait for an answer of this ground, oldest first, each with how many of its rows do."""
    counts = dict(_waiting(scope).order_by().values_list("batch").annotate(n=Count("id")))
    found = (
        Batch.objects.filter(pk__in=counts).defer("content", "preview", "mapping").order_by("pushed_at", "pk")
    )
    return [(batch, counts[batch.pk]) for batch in found]


def next_waiting(scope: Scope, row_id: int = 0, after: int = 0) -> Waiting | None:
    """The row of that id if it waits, or the first one behind `after`, from the start again at the end."""
    rows = _waiting(scope).select_related("batch__slot", "person").defer("batch__content", "batch__preview")
    if row_id:
        row = rows.filter(pk=row_id).first()
    else:
        row = rows.filter(pk__gt=after).order_by("id").first() or rows.order_by("id").first()
    if row is None:
        return None
    return Waiting(row, row.match == "identity", [c for c in row.candidates if "code" in c])


def settled_row(scope: Scope, row_id: int) -> Row | None:
    """A row of this ground, whatever became of it: to say kindly who was faster."""
    where = scope.jurisdiction
    rows = Row.objects.filter(pk=row_id, area__gte=where.lo, area__lt=where.hi)
    return rows.select_related("decided_by").defer("sealed").first()


def identity_pairs(scope: Scope, waiting: Waiting) -> list[Person]:
    """The known persons that a row may be, as far as the scope may see them; masked fields only."""
    ids = [c["person"] for c in waiting.row.candidates if c.get("person")]
    hidden = ("document_sealed", "phone_sealed", "document_hash", "phone_hash")
    return list(Person.objects.filter(pk__in=ids).defer(*hidden).order_by("pk"))


def masked_given(row: Row) -> dict[str, str]:
    """What a waiting row's file said about the person, masked as lists are: document, phone, birth_date."""
    given = sealed_of(row)
    return {
        "document": mask_number(given.get("document", "")),
        "phone": mask_phone(given.get("phone", "")),
        "birth_date": given.get("birth_date", ""),
    }
