"""The after-action report: what a plan came to, town by town."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gangmu.command.modes.models import PlanTown, PlanTrio
from gangmu.command.modes.queries.plans import SQL, TownLine, TownReport, town_lines
from gangmu.ground.organization.queries import hours_on_duty
from gangmu.ground.territory.queries import Unit
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch


def report(towns: Sequence[tuple[PlanTown, Unit]]) -> list[TownReport]:
    """The towns that were switched, with what was done there in that time."""
    return [_of_town(line, begin) for line in town_lines(towns) if (begin := line.town.activated_at)]


def _of_town(line: TownLine, begin: datetime) -> TownReport:
    town, where, until = line.town, line.unit.jurisdiction, line.town.ended_at or clock.now()
    codes = list(PlanTrio.objects.filter(town=town).values_list("code", flat=True))
    ((reported, released, returned),) = fetch(
        SQL["worked"], {"lo": where.lo, "hi": where.hi, "begin": begin, "end": until}
    )
    return TownReport(line, until, hours_on_duty(codes, begin, until), reported, released, returned)
