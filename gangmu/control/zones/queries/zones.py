"""Zones as they stand on a scope's ground. They are public: whoever's ground one touches sees all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from gangmu.control.zones.bulk import Count, count_inside, zones_over
from gangmu.control.zones.models import Event, Extent, Headcount, Part, Zone
from gangmu.control.zones.rules import Happened, held_until, past_of, quiet_on, stands_against
from gangmu.control.zones.states import LIVING
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules.parts import Words
from gangmu.ground.incidents.rules.zones import Past
from gangmu.ground.incidents.rules.zones import Zone as Level
from gangmu.ground.register.models import CareNeed, Person, Presence
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.recall import recalled
from gangmu.kernel.scope import Scope

SHOWN = 200
LARGE = 20_000
"""Persons from which on a zone is counted by a job: fewer are counted in the time of a page."""
TURN = timedelta(minutes=1)
COST = 20
"""Counting again may take a twentieth of a processor."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A zone, the rules of its level, and what still stands against its fall (nothing: it may be proposed)."""

    zone: Zone
    level: Level
    past: Past
    held: date | None
    against: tuple[str, ...]
    quiet_on: date | None

    @property
    def rules(self) -> tuple[Words, ...]:
        """What holds inside, in both languages."""
        return self.level.rules


@dataclass(frozen=True, slots=True)
class Needy:
    """Somebody inside who needs something: where, and what, in words."""

    person: Person
    area: int
    door: str
    needs: tuple[str, ...]


def zones_on(scope: Scope, *, living: bool = True) -> list[Zone]:
    """The zones whose ground touches the scope's: the strictest first; or those that were lifted, newest first."""
    found = _touching(scope).select_related("incident")
    if living:
        return list(found.filter(status__in=LIVING).order_by("rank", "-control_since", "pk")[:SHOWN])
    return list(found.exclude(status__in=LIVING).order_by("-lifted_at", "-pk")[:SHOWN])


@recalled
def zones_proposed(scope: Scope) -> QuerySet[Zone]:
    """Zones that wait for a human to let them fall."""
    return _touching(scope).filter(status="proposed")


def _touching(scope: Scope) -> QuerySet[Zone]:
    pieces = scope.jurisdiction.pieces
    nothing = Q(pk__in=[])
    ground = reduce(or_, (Q(lo__lt=hi, hi__gt=lo) for lo, hi in pieces), nothing)
    parts = Part.objects.filter(ground, zone=OuterRef("pk"))
    found: QuerySet[Zone] = Zone.objects.filter(Exists(parts))
    return found


def zone_in(scope: Scope, zone_id: int) -> Zone:
    """A zone that touches the scope's ground; Refused('not_found') otherwise."""
    found = _touching(scope).select_related("incident", "parent").filter(pk=zone_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def level_of_zone(zone: Zone) -> Level:
    """The rules of a zone's level, in the pack that it was decided under."""
    return next(one for one in pack_named(zone.pack, zone.pack_version).zones if one.code == zone.level)


def lower_level(zone: Zone) -> Level | None:
    """The level that a zone falls to; None: it is lifted."""
    then = level_of_zone(zone).lift.then
    return next((one for one in pack_named(zone.pack, zone.pack_version).zones if one.code == then), None)


def events_of(zone: Zone) -> list[Event]:
    """What happened in a zone, newest first, with what was taken back."""
    return list(zone.events.select_related("by", "takes_back", "taken_back_by").order_by("-at", "-pk"))


def counting(events: Iterable[Event]) -> list[Happened]:
    """Those of a zone's events that count: neither taken back nor taking back."""
    found = list(events)
    gone = {one.takes_back_id for one in found if one.takes_back_id}
    return [Happened(one.kind, one.day) for one in found if not one.takes_back_id and one.pk not in gone]


def standing(zone: Zone, events: Sequence[Event] | None = None, today: date | None = None) -> Standing:
    """How a zone stands by the rules of its level."""
    day, level = today or clock.today(), level_of_zone(zone)
    happened = counting(zone.events.all() if events is None else events)
    past = past_of(zone.control_since.astimezone(clock.CIVIL).date(), happened)
    held = held_until(happened)
    against = tuple(stands_against(level, past, held, day))
    return Standing(zone, level, past, held, against, quiet_on(level, past, day))


def standings(scope: Scope, *, living: bool = True) -> list[Standing]:
    """How the zones of a scope's ground stand, all their events read at once."""
    found = zones_on(scope, living=living)
    prefetch_related_objects(found, "events")
    return [standing(zone) for zone in found]


def extents_of(zone: Zone) -> list[Extent]:
    """The ground of a zone through time, the newest first: that one counts."""
    return list(zone.extents.select_related("by").order_by("-pk"))


def set_apart_in(zone: Zone) -> list[Zone]:
    """The living zones that were set apart in a zone: they have days of their own."""
    return list(zone.parts_of_it.filter(status__in=LIVING).order_by("pk"))


def parts_by_kind(zone: Zone) -> dict[str, int]:
    """How many parts of each kind lie inside."""
    kinds: dict[str, int] = {}
    for kind in zone.parts.values_list("kind", flat=True):
        kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


def inside_of(scope: Scope, zone: Zone, day: date | None = None) -> Count:
    """Who is inside on the scope's ground, in numbers, on a civil day (today by default).

    Of a large zone as a whole, or as much of it as lies in a county, as it was counted last, while that is `still_true`
    or the job about to count again.
    """
    kept = _kept(scope, zone) if day is None else None
    if kept and kept.numbers["persons"] >= LARGE and still_true(kept, zone, TURN):
        return Count(**kept.numbers, counted_at=kept.counted_at)
    return count_inside(scope, zone, day or clock.today())


def _kept(scope: Scope, zone: Zone) -> Headcount | None:
    rows = {(row.lo, row.hi, row.holes): row for row in Headcount.objects.filter(zone=zone)}
    where, all_of_it = scope.jurisdiction, rows.get((zone.area, zone.hi, "{}"))
    if all_of_it and all_of_it.numbers["persons"] >= LARGE and _whole(scope, zone):
        return all_of_it
    return rows.get((where.lo, where.hi, where.holes_literal))


def _whole(scope: Scope, zone: Zone) -> bool:
    """Whether all that makes a zone up is on the scope's ground."""
    where = scope.jurisdiction
    outside = Q(lo__lt=where.lo) | Q(hi__gt=where.hi)
    for lo, hi in where.holes:
        outside |= Q(lo__lt=hi, hi__gt=lo)
    return not Part.objects.filter(outside, zone=zone).exists()


def still_true(kept: Headcount, zone: Zone, grace: timedelta = timedelta(0)) -> bool:
    """Whether a count is of this day, of the ground as it is, and not too old for what counting again costs."""
    now, at = clock.now(), kept.counted_at
    today = at.astimezone(clock.CIVIL).date() == clock.today()
    return (
        today
        and at >= zone.changed_at
        and now - at < max(TURN, COST * timedelta(seconds=kept.seconds)) + grace
    )


def mark_of_zones(scope: Scope) -> str:
    """Changes whenever a living zone that touches this ground does; '' where there is none."""
    stamps = _touching(scope).filter(status__in=LIVING).values_list("pk", "changed_at").order_by("pk")
    return " ".join(f"{pk}@{at.isoformat()}" for pk, at in stamps)


def zones_at(scope: Scope, asked: Iterable[tuple[int, int, int | None]]) -> dict[int, Zone]:
    """Key → the living zone over (key, area, person); of several the strictest, then the newest. One query if none."""
    living = {one.pk: one for one in zones_on(scope)}
    if not living:
        return {}
    return {key: living[pk] for key, pk in zones_over(asked).items() if pk in living}


def zone_over(scope: Scope, area: int, person_id: int | None) -> Standing | None:
    """The zone that somebody's door lies in, for the banner of a page; None for none."""
    found = zones_at(scope, [(0, area, person_id)]).get(0)
    return standing(found) if found else None


def needs_inside(scope: Scope, zone: Zone) -> list[Needy]:
    """Who inside, on the scope's ground, needs what: by place, most needs first. Special personal data."""
    open_needs = CareNeed.objects.within(scope).filter(incident_id=zone.incident_id, ended_at=None)
    found = list(
        open_needs.filter(area__gte=zone.area, area__lt=zone.hi).select_related("person").order_by("pk")
    )
    within = zones_over(((one.pk, one.area, one.person_id) for one in found), zone)
    kinds: dict[tuple[int, int], list[CareNeed]] = {}
    for one in found:
        if one.pk in within:
            kinds.setdefault((one.area, one.person_id), []).append(one)
    doors = _doors_of(scope, {person for _area, person in kinds})
    lines = [
        Needy(
            needs[0].person,
            area,
            doors.get((person, area), ""),
            tuple(str(n.get_kind_display()) for n in needs),
        )
        for (area, person), needs in kinds.items()
    ]
    return sorted(
        lines, key=lambda line: (line.area // 1_000_000, -len(line.needs), line.area, line.person.pk)
    )


def _doors_of(scope: Scope, persons: set[int]) -> dict[tuple[int, int], str]:
    here = Presence.objects.within(scope).filter(person__in=persons, until=None).select_related("household")
    return {
        (one.person_id, one.area): one.household.label if one.household else one.address
        for one in here.order_by("pk")
    }
