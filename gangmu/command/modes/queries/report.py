"""The after-action report: what a plan came to, town by town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gangmu.command.modes.models import Plan, PlanTown, PlanTrio
from gangmu.command.modes.queries.plans import SQL, TownLine, TownReport, town_lines
from gangmu.ground.organization.models import ModeChange
from gangmu.ground.organization.queries import hours_on_duty
from gangmu.ground.territory.queries import Unit
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch


def report(towns: Sequence[tuple[PlanTown, Unit]]) -> list[TownReport]:
    """The towns that were switched, with what was done there in that time."""
    return [_of_town(line, begin) for line in town_lines(towns) if (begin := line.town.activated_at)]


@dataclass(frozen=True, slots=True)
class Step:
    """What was decided about towns at one moment: their new mode, by whom, why."""

    at: datetime
    mode: str
    by: str
    reason: str
    towns: list[str]


def course(plan: Plan, towns: Sequence[tuple[PlanTown, Unit]]) -> list[Step]:
    """What happened by a plan, in its order; of the towns given."""
    names = {town.area: unit.name for town, unit in towns}
    steps: dict[tuple[datetime, str], Step] = {}
    rows = ModeChange.objects.filter(plan_id=plan.pk, area__in=list(names)).select_related("by")
    for row in rows.order_by("id"):
        fresh = Step(row.at, row.mode, row.by.name if row.by else "", row.reason, [])
        steps.setdefault((row.at, row.mode), fresh).towns.append(names[row.area])
    return list(steps.values())


def _of_town(line: TownLine, begin: datetime) -> TownReport:
    town, where, until = line.town, line.unit.jurisdiction, line.town.ended_at or clock.now()
    codes = list(PlanTrio.objects.filter(town=town).values_list("code", flat=True))
    ((reported, released, returned),) = fetch(
        SQL["worked"], {"lo": where.lo, "hi": where.hi, "begin": begin, "end": until}
    )
    return TownReport(line, until, hours_on_duty(codes, begin, until), reported, released, returned)
