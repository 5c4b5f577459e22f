"""Open tasks follow their ground: when a new trio is given grids, on the day from which they are its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid5

from django.db.models import Min

from gangmu.casework.bulk import follow_ground as follow
from gangmu.casework.models import Task
from gangmu.casework.states import STILL_OPEN
from gangmu.ground.organization.actions import found_body, give_grounds
from gangmu.ground.organization.models import Body
from gangmu.ground.organization.queries import towns_regrounded
from gangmu.ground.territory.queries import Unit
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.scope import Actor

WHY = "新建三人小组，网格重新划分"


def found_trio(
    actor: Actor, command: UUID, unit: Unit, name: str, since: date, phone: str, grids: Collection[int]
) -> tuple[int, int]:
    """Found a trio of a village with its grids: the body, and how many open tasks went with them at once.

    From a day ahead the grids, and what is open there, stay where they are until then. Refused as `found_body` and
    `give_grounds`.
    """

    def do() -> list[int]:
        body_id = found_body(actor, uuid5(command, "body"), unit, Body.Kind.TRIO, name, since, "", phone)
        moved = 0
        if grids:
            body = Body.objects.get(pk=body_id)
            give_grounds(actor, uuid5(command, "grounds"), body, sorted(grids), since)
            moved = follow([body.lo], WHY) if since <= clock.today() else 0
        return [body_id, moved]

    body_id, moved = once(actor, command, "casework.found_trio", do)
    return body_id, moved


def follow_ground(actor: Actor) -> int:
    """Give the open tasks of grids that have got another trio since they began to that trio; returns how many.

    However long nobody has looked: no open task is older than the day from which it is looked back.
    """
    oldest = Task.objects.filter(status__in=STILL_OPEN).aggregate(at=Min("created_at"))["at"]
    if oldest is None:
        return 0
    towns = towns_regrounded(oldest.astimezone(clock.CIVIL).date())
    return follow(towns, WHY) if towns else 0
