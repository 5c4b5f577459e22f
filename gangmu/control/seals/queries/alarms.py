"""Alarms of one's ground, and what was announced for a door."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from gangmu.control.seals.models import Alarm, Opening
from gangmu.control.seals.states import OUTCOMES, STANDING
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paging import Page, page
from gangmu.kernel.recall import recalled
from gangmu.kernel.scope import Scope

PAGE = 50
LISTS = {
    "standing": [str(s) for s in STANDING],
    "found": [str(s) for s in OUTCOMES],
    "closed": ["settled"],
}


def alarms(scope: Scope, which: str = "standing", after: str = "", before: str = "") -> Page[Alarm]:
    """The alarms of a list (standing, found, closed), the newest first."""
    rows: QuerySet[Alarm] = Alarm.objects.within(scope).filter(status__in=LISTS.get(which, LISTS["standing"]))
    return page(rows.select_related("order", "binding", "acknowledged_by"), ("-id",), PAGE, after, before)


@recalled
def alarms_standing(scope: Scope) -> QuerySet[Alarm]:
    """Alarms that nobody has acknowledged."""
    found: QuerySet[Alarm] = Alarm.objects.within(scope).filter(status="raised")
    return found


def alarm_in(scope: Scope, alarm_id: int) -> Alarm:
    """An alarm of the scope's ground; Refused('not_found')."""
    rows = Alarm.objects.within(scope).select_related(
        "order__person", "binding__device", "acknowledged_by", "contacted_by", "found_by"
    )
    found: Alarm | None = rows.filter(pk=alarm_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def alarms_of_order(scope: Scope, order_id: int, size: int = 20) -> list[Alarm]:
    """The alarms of an order, the newest first."""
    return list(Alarm.objects.within(scope).filter(order_id=order_id).order_by("-id")[:size])


def openings_of_order(scope: Scope, order_id: int) -> list[Opening]:
    """What is announced for a door from an hour ago on, the next first."""
    rows: QuerySet[Opening] = Opening.objects.within(scope).filter(order_id=order_id, called_off_at=None)
    return list(rows.filter(until__gt=clock.now() - timedelta(hours=1)).order_by("since", "id")[:50])
