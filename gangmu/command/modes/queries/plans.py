"""Plans as their readers see them: only with the towns of their ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from gangmu.command.modes.models import Plan, PlanSeat, PlanTown, PlanTrio
from gangmu.command.modes.queries.people import AWAY
from gangmu.ground.organization.bulk import Seated
from gangmu.ground.organization.models import Body
from gangmu.ground.organization.queries import TownMode, modes
from gangmu.ground.organization.rules import TRIO_ROLES
from gangmu.ground.territory.queries import Unit, children, county_units, unit_of
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, floor_to
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "plans.sql")
SHOWN = 20


@dataclass(frozen=True, slots=True)
class TownNow:
    """A town as it is: its mode, and how many trios it has in each."""

    unit: Unit
    county: Unit
    mode: TownMode
    routine: int
    emergency: int


@dataclass(frozen=True, slots=True)
class TownLine:
    """A town of a plan: how much it would get, from whom, and what is missing.

    `heaviest` and `mean` are loads per trio; `vacant` seats have nobody, `single` ones one shift only.
    """

    town: PlanTown
    unit: Unit
    trios: int
    staying: int
    sent: int
    vacant: int
    single: int
    heaviest: int
    mean: int
    population: int
    open: int


def towns_now(scope: Scope) -> list[TownNow]:
    """The towns of a scope with their modes, county by county."""
    where = scope.jurisdiction
    known = modes(where)
    counts: dict[tuple[int, str], int] = {}
    bodies = Body.objects.filter(
        kind=Body.Kind.TRIO, lo__gte=where.lo, lo__lt=where.hi, valid__contains=clock.today()
    ).values_list("lo", "mode")
    for lo, mode in bodies:
        town = floor_to(lo, "town")
        counts[town, mode] = counts.get((town, mode), 0) + 1
    return [
        TownNow(
            town, county, known.get(town.area, TownMode(town.area)), counts.get((town.area, "routine"), 0),
            counts.get((town.area, "emergency"), 0),
        )
        for county in county_units()
        for town in children(county.code)
        if town.jurisdiction <= where
    ]  # fmt: skip


def plans(scope: Scope) -> list[Plan]:
    """The newest plans that touch a scope, each with how many of its towns are the scope's (`ours`)."""
    mine = PlanTown.objects.within(scope).values("plan")
    return list(
        Plan.objects.filter(pk__in=mine)
        .select_related("made_by")
        .annotate(ours=Count("towns"))
        .order_by("-pk")[:SHOWN]
    )


def plan_of(scope: Scope, plan_id: int) -> tuple[Plan, list[tuple[PlanTown, Unit]]]:
    """A plan with the towns of the scope; Refused('not_found') if none of them is its."""
    plan = Plan.objects.filter(pk=plan_id).select_related("made_by").first()
    towns = _towns(scope, plan_id)
    if plan is None or not towns:
        raise Refused("not_found")
    return plan, towns


def locked(scope: Scope, plan_id: int) -> tuple[Plan, list[tuple[PlanTown, Unit]]]:
    """The same for whoever changes it: nobody else does until the transaction ends.

    Refused('not_found') also if some of its towns are not the scope's: a plan is decided as a whole.
    """
    plan = Plan.objects.within(scope).select_for_update(of=("self",)).filter(pk=plan_id).first()
    if plan is None:
        raise Refused("not_found")
    return plan, _towns(scope, plan_id)


def _towns(scope: Scope, plan_id: int) -> list[tuple[PlanTown, Unit]]:
    rows: QuerySet[PlanTown] = PlanTown.objects.within(scope).filter(plan_id=plan_id).order_by("area")
    return [(town, unit) for town in rows if (unit := unit_of(town.area, "town"))]


def seats_now(towns: Sequence[int]) -> list[Seated]:
    """Who is sent to towns of a plan (their ids): those who are still where they were then and not away."""
    now = clock.now()
    given = {"towns": list(towns), "day": clock.today(), "now": now, "soon": now + AWAY}
    return [Seated(*row) for row in fetch(SQL["seats_of"], given)]


def awake_trios(where: Jurisdiction) -> list[tuple[int, int]]:
    """(body, its village) of the trios that work on a piece of ground now."""
    found = Body.objects.filter(
        kind=Body.Kind.TRIO,
        standing_by=False,
        lo__gte=where.lo,
        lo__lt=where.hi,
        valid__contains=clock.today(),
    )
    return [(pk, lo) for pk, lo in found.order_by("lo", "pk").values_list("pk", "lo") if lo in where]


def open_by_town(towns: Sequence[int]) -> dict[int, int]:
    """Town (lowest key) → its open tasks, for towns of a plan (their ids)."""
    return dict(fetch(SQL["open_by_town"], {"towns": list(towns)}))


def town_lines(towns: Sequence[tuple[PlanTown, Unit]]) -> list[TownLine]:
    """What a plan means for each of its towns."""
    ids = [town.pk for town, _ in towns]
    staff = {
        row[0]: row[1:] for row in fetch(SQL["staff_of_towns"], {"towns": ids, "roles": list(TRIO_ROLES)})
    }
    loads = {
        row["town"]: row
        for row in PlanTrio.objects.filter(town__in=ids)
        .values("town")
        .annotate(n=Count("pk"), heaviest=Max("load"), all=Sum("load"), people=Sum("population"))
    }
    lines = []
    places = open_by_town(ids)
    for town, unit in towns:
        if town.pk not in loads:  # not worked out
            continue
        load, (staying, sent, vacant, single) = loads[town.pk], staff.get(town.pk, (0, 0, 0, 0))
        heaviest, mean, people = load["heaviest"], load["all"] // load["n"], load["people"]
        lines.append(
            TownLine(
                town,
                unit,
                load["n"],
                staying,
                sent,
                vacant,
                single,
                heaviest,
                mean,
                people,
                places.get(town.area, 0),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class TrioLine:
    """A trio of a plan: how many open tasks lie on its ground now, and who sits in it."""

    trio: PlanTrio
    tasks: int
    seats: list[PlanSeat]

    @property
    def empty(self) -> list[str]:
        """The roles that nobody has."""
        return [seat.get_role_display() for seat in self.seats if seat.user_id is None]


def trio_lines(town: PlanTown, unit: Unit) -> list[TrioLine]:
    """The trios of a town of a plan with their seats."""
    where = unit.jurisdiction
    tasks = dict(fetch(SQL["tasks_by_trio"], {"town": town.pk, "lo": where.lo, "hi": where.hi}))
    seats: dict[int, list[PlanSeat]] = {}
    rows = PlanSeat.objects.filter(trio__town=town).select_related("user", "origin__body")
    for seat in rows.order_by("trio", "deputy", "pk"):
        seats.setdefault(seat.trio_id, []).append(seat)
    order = {role: n for n, role in enumerate(TRIO_ROLES)}
    for some in seats.values():
        some.sort(key=lambda seat: order.get(seat.role, 9))
    found = PlanTrio.objects.filter(town=town).order_by("code")
    return [TrioLine(trio, tasks.get(trio.pk, 0), seats.get(trio.pk, [])) for trio in found]


def moving_tasks(scope: Scope, unit: Unit, limit: int = 50) -> tuple[int, list[Any]]:
    """How many open tasks of a town change their trio if its mode does, and the first of them by their deadline."""
    from gangmu.casework.models import Task
    from gangmu.casework.states import STILL_OPEN

    rows = Task.objects.within(scope.narrowed(unit.jurisdiction)).filter(status__in=STILL_OPEN)
    return rows.count(), list(rows.select_related("owner", "claimed_by").order_by("due_at", "pk")[:limit])


@dataclass(frozen=True, slots=True)
class TownReport:
    """What happened in a town while it was in emergency, until now if it still is."""

    line: TownLine
    until: datetime
    hours: float
    reported: int
    released: int
    returned: int

    @property
    def lasted(self) -> float:
        """In hours."""
        begin = self.line.town.activated_at
        return (self.until - begin).total_seconds() / 3600 if begin else 0.0
