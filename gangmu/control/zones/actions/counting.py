"""Counting who is inside large zones, so that whoever looks does not."""

from __future__ import annotations

from dataclasses import asdict
from time import perf_counter

from gangmu.control.zones import policy
from gangmu.control.zones.bulk import count_inside
from gangmu.control.zones.models import Headcount, Zone
from gangmu.control.zones.queries.zones import LARGE, still_true
from gangmu.control.zones.states import LIVING
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope


def keep_counts(actor: Actor) -> int:
    """Count the living zones of which no count is kept, or which are large and were counted too long ago.

    Returns how many were counted. A small zone is counted once for each ground that it has, to know that it is small,
    and nothing else is kept of it. Refused: not_allowed.
    """
    if not policy.may_keep_counts(actor):
        raise Refused("not_allowed")
    counted = 0
    for zone in Zone.objects.filter(status__in=LIVING).select_related("headcount").order_by("pk"):
        kept: Headcount | None = getattr(zone, "headcount", None)
        if (
            kept
            and kept.counted_at >= zone.changed_at
            and (kept.numbers["persons"] < LARGE or still_true(kept, zone))
        ):
            continue
        now, began = clock.now(), perf_counter()
        found = asdict(count_inside(Scope.of(actor), zone, clock.today()))
        kinds = found.keys() - {"counted_at"} if found["persons"] >= LARGE else {"persons"}
        found = {kind: found[kind] for kind in kinds}
        said = {"counted_at": now, "seconds": perf_counter() - began, "numbers": found}
        Headcount.objects.update_or_create(zone=zone, defaults=said)
        counted += 1
    return counted
