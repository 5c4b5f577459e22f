"""The works of a day in a zone: what its pack asks for, what was opened, how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from gangmu.control.zones.models import DayWork, Zone
from gangmu.control.zones.queries.zones import level_of_zone, standing
from gangmu.control.zones.rules import first_day, is_met
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules import Pack
from gangmu.ground.incidents.rules.indices import Grade, Index
from gangmu.ground.incidents.rules.zones import PlacePlan, Work
from gangmu.kernel.scope import Scope

DAYS = 14  # shown at most


@dataclass(frozen=True, slots=True)
class Turned:
    """One turn of a work on a day: in how many grids it was opened, reported, done, and at how many doors of them."""

    on: date
    work: Work | None  # None: the level knows it no more
    code: str
    run: int
    grids: int
    reported: int
    done: int
    doors: int
    reached: int

    @property
    def not_done(self) -> int:
        """Reported as not done."""
        return self.reported - self.done

    @property
    def percent(self) -> int | None:
        """Doors reached of a hundred; None for a survey, and where no door is known."""
        counts = self.doors and self.work is not None and self.work.until_index is None
        return min(100, round(100 * self.reached / self.doors)) if counts else None


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What all grids of a zone counted on a day, and the grade of it."""

    on: date
    index: Index
    found: int
    inspected: int

    @property
    def value(self) -> float:
        """The index."""
        return float(self.index.value(self.found, self.inspected))

    @property
    def grade(self) -> Grade:
        """Its grade."""
        return self.index.grade(self.found, self.inspected)


def plan_of(zone: Zone) -> PlacePlan | None:
    """What is done daily in zones of this level; None where the pack names nothing."""
    place = level_of_zone(zone).place
    return next((plan for plan in _pack(zone).places if plan.code == place), None)


def works_met(zone: Zone, plan: PlacePlan) -> list[str]:
    """The works of a plan that are over because their index is met, since the count began."""
    since = first_day(standing(zone).past)
    return [
        work.code
        for work in plan.works
        if work.until_index is not None
        and is_met(
            work,
            _index(zone, work),
            [(one.found, one.inspected) for one in _surveys(zone, work, zone.works.filter(on__gte=since))],
        )
    ]


def surveys_of(scope: Scope, zone: Zone) -> list[Surveyed]:
    """What was counted on the scope's ground, day by day, the newest first."""
    plan = plan_of(zone)
    own = DayWork.objects.within(scope).filter(zone=zone)
    found = [one for work in (plan.works if plan else ()) for one in _surveys(zone, work, own)]
    return sorted(found, key=lambda one: one.on, reverse=True)[:DAYS]


def turned(scope: Scope, zone: Zone) -> list[Turned]:
    """How far the works of the last days have come on the scope's ground, the newest first."""
    rows = (
        DayWork.objects.within(scope)
        .filter(zone=zone)
        .values("on", "code", "run")
        .annotate(
            grids=Count("id"),
            reported=Count("id", filter=Q(reported_at__isnull=False)),
            done=Count("id", filter=Q(reached__isnull=False) | Q(inspected__isnull=False)),
            all_doors=Sum("doors"),
            all_reached=Sum("reached"),
        )
        .order_by("-on", "code", "run")
    )
    plan = plan_of(zone)
    works = {work.code: work for work in (plan.works if plan else ())}
    return [
        Turned(
            row["on"], works.get(row["code"]), row["code"], row["run"], row["grids"], row["reported"], row["done"],
            row["all_doors"] or 0, row["all_reached"] or 0,
        )
        for row in rows[: DAYS * 8]
    ]  # fmt: skip


def works_on(scope: Scope, zone: Zone, on: date) -> list[DayWork]:
    """The works of a day on the scope's ground, grid by grid."""
    own = DayWork.objects.within(scope).filter(zone=zone, on=on)
    return list(own.select_related("task__owner").order_by("area", "code", "run"))


def words_of_work(zone: Zone, code: str) -> Work | None:
    """A work of the plan of a zone; None for one that its level knows no more."""
    plan = plan_of(zone)
    return next((work for work in (plan.works if plan else ()) if work.code == code), None)


def _surveys(zone: Zone, work: Work, rows: QuerySet[DayWork]) -> Iterable[Surveyed]:
    index = _index(zone, work)
    if index is None:
        return
    counted = rows.filter(code=work.code, inspected__gt=0).values("on")
    for row in counted.annotate(n=Sum(F("found")), of=Sum(F("inspected"))).order_by("on"):
        yield Surveyed(row["on"], index, row["n"], row["of"])


def _index(zone: Zone, work: Work) -> Index | None:
    return next((one for one in _pack(zone).indices if one.code == work.until_index), None)


def _pack(zone: Zone) -> Pack:
    return pack_named(zone.pack, zone.pack_version)
