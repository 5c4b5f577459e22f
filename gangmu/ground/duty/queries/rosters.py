"""Rosters of a scope, and the territories and weeks that can be planned."""

from __future__ import annotations

from datetime import date, timedelta

from gangmu.ground.duty.models import Roster
from gangmu.ground.duty.rules.weeks import DAYS, monday_of
from gangmu.ground.territory.queries import Unit, children, county_units
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

WEEKS_AHEAD = 5


def roster_in(scope: Scope, roster_id: int) -> Roster:
    """A roster on the scope's ground; Refused('not_found') for another's as for none."""
    found: Roster | None = (
        Roster.objects.within(scope).select_related("planned_by").filter(pk=roster_id).first()
    )
    if found is None:
        raise Refused("not_found")
    return found


def rosters_in(scope: Scope, before: int = 0, size: int = 30) -> list[Roster]:
    """The newest rosters on the scope's ground, without those thrown away."""
    found = Roster.objects.within(scope).exclude(status="discarded").select_related("planned_by")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-id")[:size])


def territories(scope: Scope) -> list[Unit]:
    """The counties and towns that lie wholly in the scope: what somebody may plan, counties first."""
    counties = county_units()
    units = [*counties, *(town for county in counties for town in children(county.code))]
    return [unit for unit in units if unit.jurisdiction <= scope.jurisdiction]


def weeks_ahead() -> list[date]:
    """The Mondays of this week and the next ones."""
    first = monday_of(clock.today())
    return [first + timedelta(days=DAYS * n) for n in range(WEEKS_AHEAD)]
