"""Which slots of today the work groups have to hear of, and their counts on a group's ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from gangmu.casework.queries import count_open
from gangmu.control.intake.models import Row
from gangmu.control.intake.queries import slots_of_day
from gangmu.control.intake.queries.batches import SlotOfDay
from gangmu.control.intake.states import BatchStatus
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import open_incidents
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

LATE_AFTER = timedelta(minutes=15)
SETTLED_SINCE = timedelta(minutes=1)  # another file of the same slot often follows at once
OUTCOMES = ("tasks", "merged", "handed_over", "out_of_city", "refused", "waiting")


@dataclass(frozen=True, slots=True)
class SlotTold:
    """A slot that has come to rest: settled (`intake.slot`), declared empty, or late; `since` when."""

    fact: str
    occasion: str
    name: str
    day: str
    since: datetime
    batches: tuple[int, ...] = ()


def slots_to_tell() -> list[SlotTold]:
    """The slots of today of every open incident that is no drill."""
    scope = Scope.system("notices")
    found = []
    for incident in open_incidents(scope):
        if not incident.drill:
            slots = slots_of_day(scope, incident, clock.today())
            found += [told for slot in slots if (told := _told(incident, slot)) is not None]
    return found


def slot_counts(scope: Scope, slot: SlotTold) -> dict[str, Any]:
    """What a slot brought to a scope's ground, and what stands open and late there."""
    ground = Q()
    for lo, hi in scope.jurisdiction.pieces:
        ground |= Q(area__gte=lo, area__lt=hi)
    rows = (
        Row.objects.filter(ground, batch__in=slot.batches)
        .order_by()
        .values("outcome")
        .annotate(n=Count("id"))
    )
    by_outcome = {row["outcome"]: row["n"] for row in rows} if slot.batches else {}
    standing = count_open(scope)
    parts = {part: by_outcome.get("task" if part == "tasks" else part, 0) for part in OUTCOMES}
    return {
        **parts,
        "received": sum(parts.values()),
        "open": standing.open,
        "overdue": standing.overdue,
        "slot": slot.name,
        "day": slot.day,
    }


def _told(incident: Incident, slot: SlotOfDay) -> SlotTold | None:
    now = clock.now()
    day = f"{clock.today():%Y-%m-%d}"
    place = f"{incident.pk}:{day}:{slot.name}"
    done = [b for b in slot.batches if b.status == BatchStatus.DONE and b.done_at]
    if done:
        last = max(b.done_at for b in done if b.done_at)
        busy = any(b.status == BatchStatus.QUEUED for b in slot.batches)
        if busy or last > now - SETTLED_SINCE:
            return None
        occasion = f"{place}:{len(done)}:{max(b.pk for b in done)}"
        return SlotTold("intake.slot", occasion, slot.name, day, last, tuple(b.pk for b in done))
    if slot.state == "empty":
        return SlotTold("intake.slot_empty", f"{place}:empty", slot.name, day, slot.expected_at or now)
    if slot.state == "late" and slot.expected_at and slot.expected_at + LATE_AFTER <= now:
        return SlotTold("intake.slot_late", f"{place}:late", slot.name, day, slot.expected_at)
    return None
