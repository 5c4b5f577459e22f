"""Grids given to a trio by hand, from a day on; whole lists are `bulk`, emergencies `bulk.switching`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.ground.organization import policy
from gangmu.ground.organization.actions.guarantees import assign
from gangmu.ground.organization.bulk import hold_alone
from gangmu.ground.organization.facts import GroundGiven
from gangmu.ground.organization.models import Body, Ground, Post
from gangmu.ground.organization.queries.ownership import forget
from gangmu.ground.territory.queries import grids_of
from gangmu.kernel import clock
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def give_grounds(actor: Actor, command: UUID, body: Body, areas: Collection[int], since: date) -> None:
    """Give grids of its village to a routine trio from a day on; until then they are whose they are.

    Its cadre answers for them from then on (三级包保). A part of an action that moves what is open there. Refused:
    not_allowed, area_unknown (no grid of the village), day_past, grid_given_later (a grid
    gets an owner on that day or later).
    """
    if not policy.may_appoint(actor, body.ground):
        raise Refused("not_allowed")
    if not set(areas) <= {grid.area for grid in grids_of(body.ground)}:
        raise Refused("area_unknown")
    if since < clock.today():
        raise Refused("day_past")
    hold_alone()
    asked = {"area__in": list(areas), "mode": Body.Mode.ROUTINE, "valid__overlap": DateRange(since, None)}
    for old in Ground.objects.filter(**asked).order_by("area", "id"):
        if old.valid.lower >= since:
            raise Refused("grid_given_later", since=old.valid.lower.isoformat())
        Ground.objects.filter(pk=old.pk).update(valid=DateRange(old.valid.lower, since))
    Ground.objects.bulk_create(Ground(body=body, area=area, valid=DateRange(since, None)) for area in areas)
    cadre = Post.objects.select_related("body__division").filter(body=body, role="cadre").first()
    if cadre is not None:
        for area in sorted(areas):
            assign(actor, uuid5(command, f"grid {area}"), cadre, area, since)
    record(actor, GroundGiven(body.pk, body.lo, len(areas), since.isoformat()))
    transaction.on_commit(forget)
