"""Slots of a day, batches, and their ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count, islice
from typing import Any

from django.db.models import BinaryField, Count, Exists, F, Func, Max, Min, OuterRef, Q, QuerySet, Sum

from gangmu.casework.states import STILL_OPEN
from gangmu.control.intake.models import Batch, Progress, Row, Slot
from gangmu.control.intake.rules import Field, Guess, guess_mapping, read_sheet
from gangmu.control.intake.rules.content import PIECE, Content
from gangmu.control.intake.rules.headers import normal_header
from gangmu.control.intake.states import BatchStatus
from gangmu.ground.incidents.models import Incident
from gangmu.kernel import clock
from gangmu.kernel.area import LEVEL_DIGITS, MAX_AREA
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault

LEDGER = ("received", "tasks", "merged", "handed_over", "out_of_city", "refused", "waiting")
TIMES = {"10:00": time(10), "12:00": time(12), "15:00": time(15), "18:00": time(18)}
TOWN_STEP = MAX_AREA // 10 ** LEVEL_DIGITS["town"]
UNFINISHED = (BatchStatus.UPLOADED, BatchStatus.READY, BatchStatus.QUEUED)


def batch_in(scope: Scope, batch_id: int) -> Batch:
    """A batch, without its file, that the scope may see: its own, or one with a row of its ground (row security).

    Refused('not_found') for another's as for none.
    """
    found = _visible(scope).select_related("slot__incident", "pushed_by").filter(pk=batch_id)
    batch = found.defer("content").first()
    if batch is None:
        raise Refused("not_found")
    return batch


def file_of(batch: Batch) -> Content:
    """The pushed file, opened."""
    kept = b"".join(pieces_of(batch))
    return Content.kept(lambda: [kept], batch.size)


def pieces_of(batch: Batch) -> Iterator[bytes]:
    """The same as it is kept, piece by piece: a file tampered with is known as such with the last (`open_pieces`)."""
    return vault().open_pieces("push", sealed_pieces(batch))


def sealed_pieces(batch: Batch) -> Iterator[bytes]:
    """The same before it is opened."""
    kept = Batch.objects.filter(pk=batch.pk)
    for begin in count(1, PIECE):
        part = Func(F("content"), begin, PIECE, function="substr", output_field=BinaryField())
        yield (piece := bytes(kept.values_list(part, flat=True).get()))
        if len(piece) < PIECE:
            return


def _visible(scope: Scope) -> QuerySet[Batch]:
    where = scope.jurisdiction
    rows = Row.objects.filter(batch=OuterRef("pk"), area__gte=where.lo, area__lt=where.hi)
    return Batch.objects.filter(Q(area__gte=where.lo, area__lt=where.hi) | Exists(rows))


def batches_in(scope: Scope, before: int = 0, size: int = 30) -> list[Batch]:
    """The newest batches that the scope's own office received, older than a batch id if one is given."""
    where = scope.jurisdiction
    found = Batch.objects.filter(area__gte=where.lo, area__lt=where.hi)
    found = found.select_related("slot", "pushed_by").defer("content", "preview", "mapping", "slot__incident")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-id")[:size])


def unfinished(scope: Scope, size: int = 10) -> list[Batch]:
    """Batches that wait for somebody: columns to be mapped, a preview to be committed, rows at the desk."""
    where = scope.jurisdiction
    found = Batch.objects.filter(area__gte=where.lo, area__lt=where.hi)
    found = found.filter(Q(status__in=UNFINISHED) | Q(status=BatchStatus.DONE, waiting__gt=0))
    return list(found.select_related("slot").defer("content", "preview", "mapping").order_by("-id")[:size])


def ledger_of(scope: Scope, batch_id: int) -> dict[str, int]:
    """received and what became of it, in the order of LEDGER."""
    batch = batch_in(scope, batch_id)
    return {name: getattr(batch, name) for name in LEDGER}


def progress_of(scope: Scope, batch_id: int) -> dict[str, Any]:
    """How far the tasks of a batch are: counts by status, and by town what is open, overdue, due next.

    `by_status` {status: tasks}; `open`, `overdue` in all; `towns` [{town: area key, open, overdue, due}], worst first.
    """
    where = scope.jurisdiction
    rows = Row.objects.filter(
        batch_id=batch_id, outcome__in=(Row.Outcome.TASK, Row.Outcome.HANDED_OVER), task__isnull=False,
        area__gte=where.lo, area__lt=where.hi,
    )  # fmt: skip
    still = Q(task__status__in=[str(s) for s in STILL_OPEN])
    late = still & Q(task__due_at__lt=clock.now())
    counted = (
        rows.annotate(town=F("area") / TOWN_STEP)
        .values("town", "task__status")
        .annotate(n=Count("id"), late=Count("id", filter=late), due=Min("task__due_at", filter=still))
    )
    by_status: dict[str, int] = {}
    towns: dict[int, dict[str, Any]] = {}
    for line in counted:
        status = line["task__status"] or str(Row.Outcome.HANDED_OVER)  # it has left this ground since
        by_status[status] = by_status.get(status, 0) + line["n"]
        if status in STILL_OPEN:
            town = towns.setdefault(
                line["town"] * TOWN_STEP,
                {"town": line["town"] * TOWN_STEP, "open": 0, "overdue": 0, "due": None},
            )
            town["open"] += line["n"]
            town["overdue"] += line["late"]
            town["due"] = min(filter(None, (town["due"], line["due"])), default=None)
    worst = sorted(towns.values(), key=lambda t: (-t["overdue"], -t["open"], t["town"]))
    return {
        "by_status": by_status,
        "towns": worst,
        "open": sum(t["open"] for t in worst),
        "overdue": sum(t["overdue"] for t in worst),
    }


@dataclass(slots=True)
class SlotOfDay:
    """One slot as a page shows it; `state` is expected, late, arrived or empty."""

    name: str
    expected_at: datetime | None
    state: str
    pk: int = 0
    arrived_at: datetime | None = None
    received: int = 0
    waiting: int = 0
    batches: list[Batch] = field(default_factory=list)


def slots_of_day(scope: Scope, incident: Incident, day: date) -> list[SlotOfDay]:
    """The four slots of a day and the urgent one if it was used, with the scope's batches in each."""
    where = scope.jurisdiction
    kept = {slot.name: slot for slot in Slot.objects.filter(incident=incident, day=day)}
    batches: dict[int, list[Batch]] = {}
    found = Batch.objects.filter(
        slot__in=[s.pk for s in kept.values()], area__gte=where.lo, area__lt=where.hi
    ).select_related("pushed_by")
    for batch in found.defer("content", "preview", "mapping").order_by("pk"):
        batches.setdefault(batch.slot_id, []).append(batch)
    names = [*TIMES, *(["urgent"] if "urgent" in kept else [])]
    return [_slot(name, day, kept.get(name), batches) for name in names]


def _slot(name: str, day: date, slot: Slot | None, batches: dict[int, list[Batch]]) -> SlotOfDay:
    expected = datetime.combine(day, TIMES[name], tzinfo=clock.CIVIL) if name in TIMES else None
    mine = batches.get(slot.pk, []) if slot else []
    if slot and slot.arrived_at:
        state = "arrived"
    elif slot and slot.declared_empty_at:
        state = "empty"
    else:
        state = "late" if expected and expected < clock.now() else "expected"
    return SlotOfDay(
        name, expected, state, slot.pk if slot else 0, slot.arrived_at if slot else None,
        sum(b.received for b in mine), sum(b.waiting for b in mine), mine,
    )  # fmt: skip


def slot_by_clock() -> str:
    """The slot that a file arriving now most likely belongs to: the one whose time is nearest."""
    now = clock.now().astimezone(clock.CIVIL)
    minute = now.hour * 60 + now.minute
    return min(TIMES, key=lambda name: abs(TIMES[name].hour * 60 + TIMES[name].minute - minute))


def incident_of_batches(scope: Scope, incident: Incident) -> dict[str, int]:
    """The ledger of all batches of an incident on the scope's ground, summed; with `batches` and `newest`."""
    where = scope.jurisdiction
    found = Batch.objects.filter(slot__incident=incident, area__gte=where.lo, area__lt=where.hi)
    sums = found.aggregate(batches=Count("id"), newest=Max("id"), **{name: Sum(name) for name in LEDGER})
    return {name: value or 0 for name, value in sums.items()}


def read_guesses(batch: Batch) -> list[Guess]:
    """What the columns of an uploaded file probably mean, with samples; reads the file. Never stored: samples are
    personal data. Rejected files have been refused before, so reading does not fail here.
    """
    sheet = read_sheet(file_of(batch), batch.filename)
    kept = dict(zip(batch.mapping.get("header", ()), batch.mapping.get("fields", ()), strict=False))
    learned = {normal_header(header): Field(field) for header, field in kept.items() if field}
    return guess_mapping(sheet.header, list(islice(sheet.rows(), 50)), learned)


def settled_of(batch_id: int) -> int:
    """How many rows of a batch the worker has read and settled so far; 0 while it is at no such batch."""
    return Progress.objects.filter(batch_id=batch_id).values_list("settled", flat=True).first() or 0


def mark_of_batch(scope: Scope, batch_id: int) -> str:
    """A short text that changes when the ledger of a batch changes: its counters, its state, its tasks' versions."""
    batch = batch_in(scope, batch_id)
    where = scope.jurisdiction
    rows = Row.objects.filter(batch_id=batch_id, task__isnull=False, area__gte=where.lo, area__lt=where.hi)
    moved = rows.order_by().aggregate(moved=Sum("task__version"))["moved"]
    settled = settled_of(batch_id) if batch.status == BatchStatus.QUEUED else 0
    return "-".join(
        [batch.status, str(settled), *(str(getattr(batch, name)) for name in LEDGER), str(moved or 0)]
    )
