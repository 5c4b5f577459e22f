"""Counting who is inside large zones, so that whoever looks does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import reduce
from operator import or_
from time import perf_counter
from typing import Any

from django.db.models import Q

from gangmu.control.zones import policy
from gangmu.control.zones.bulk import count_inside
from gangmu.control.zones.models import Headcount, Part, Zone
from gangmu.control.zones.queries.zones import LARGE, still_true
from gangmu.control.zones.states import LIVING
from gangmu.ground.territory.queries import county_units
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
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
    for zone in Zone.objects.filter(status__in=LIVING).prefetch_related("headcounts").order_by("pk"):
        known = {(row.lo, row.hi, row.holes): row for row in zone.headcounts.all()}
        for number, where in enumerate(_grounds(zone)):
            kept = known.get((where.lo, where.hi, where.holes_literal))
            if kept is None or not _stands(kept, zone):
                kept = _counted(actor, zone, where)
                counted += 1
            if number == 0 and kept.numbers["persons"] < LARGE:
                break  # whoever sees a part of it counts that even faster
    return counted


def _grounds(zone: Zone) -> Iterator[Jurisdiction]:
    """All of it, then what of it lies in each county, if it lies in several."""
    yield Jurisdiction(zone.area, zone.hi)
    for unit in county_units():
        where = unit.jurisdiction
        if zone.area < where.lo or zone.hi > where.hi:
            inside = reduce(or_, (Q(lo__lt=hi, hi__gt=lo) for lo, hi in where.pieces))
            if Part.objects.filter(inside, zone=zone).exists():
                yield where


def _stands(kept: Headcount, zone: Zone) -> bool:
    if kept.numbers["persons"] < LARGE:
        return kept.counted_at >= zone.changed_at
    return still_true(kept, zone)


def _counted(actor: Actor, zone: Zone, where: Jurisdiction) -> Headcount:
    now, began = clock.now(), perf_counter()
    found = asdict(count_inside(Scope.of(actor).narrowed(where), zone, clock.today()))
    kinds = found.keys() - {"counted_at"} if found["persons"] >= LARGE else {"persons"}
    said: dict[str, Any] = {
        "counted_at": now,
        "seconds": perf_counter() - began,
        "numbers": {kind: found[kind] for kind in kinds},
    }
    key: dict[str, Any] = {"lo": where.lo, "hi": where.hi, "holes": where.holes_literal}
    kept, _fresh = Headcount.objects.update_or_create(zone=zone, **key, defaults=said)
    return kept
