"""Key places, check plans, and who is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.db.models import Prefetch, Q

from gangmu.control.sampling.models import Check, KeyPlace, Plan, PlanMember
from gangmu.control.sampling.rules.codes import Who
from gangmu.ground.register.models import Person
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements
from gangmu.kernel.vault import vault

SQL = statements(Path(__file__).parents[1] / "sql" / "reads.sql")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many are under a plan on the scope's ground, sampled within its days, overdue."""

    members: int = 0
    sampled: int = 0
    overdue: int = 0

    @property
    def share(self) -> float | None:
        """Sampled in time of all."""
        return self.sampled / self.members if self.members else None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody under a plan, with his last sample."""

    id: int
    person_id: int
    name: str
    document: str
    area: int
    last: datetime | None
    overdue: bool


def places_in(scope: Scope, line: str = "") -> list[KeyPlace]:
    """Key places on the scope's ground with their checks, newest first."""
    found = KeyPlace.objects.within(scope).filter(ended_at=None)
    if line:
        found = found.filter(line=line)
    newest = Prefetch("checks", Check.objects.order_by("-id"))
    return list(found.prefetch_related(newest).order_by("name")[:500])


def place_in(scope: Scope, place_id: int) -> KeyPlace:
    """A key place on the scope's ground with its checks, newest first; Refused('not_found')."""
    newest = Prefetch("checks", Check.objects.select_related("by").order_by("-id"))
    found = KeyPlace.objects.within(scope).filter(pk=place_id).prefetch_related(newest).first()
    if found is None:
        raise Refused("not_found")
    return found


def plans_in(scope: Scope) -> list[Plan]:
    """The plans that run on ground that the scope meets."""
    pieces = scope.jurisdiction.pieces
    ground = reduce(or_, (Q(area__lt=hi, hi__gt=lo) for lo, hi in pieces), Q(pk__in=[]))
    return list(
        Plan.objects.filter(ground, ended_at=None).select_related("place", "incident").order_by("name", "pk")
    )


def plan_in(scope: Scope, plan_id: int) -> Plan:
    """A plan that meets the scope's ground; Refused('not_found')."""
    found = next((one for one in plans_in(scope) if one.pk == plan_id), None)
    if found is None:
        raise Refused("not_found")
    return found


def standing_of(scope: Scope, plans: list[Plan]) -> dict[int, Standing]:
    """Plan → how it stands on the scope's ground."""
    rows = fetch(SQL["plans"], {**_asked(scope), "plans": [one.pk for one in plans]})
    found = {plan: Standing(*numbers) for plan, *numbers in rows}
    return {one.pk: found.get(one.pk, Standing()) for one in plans}


def members_of_plan(scope: Scope, plan: Plan) -> list[MemberLine]:
    """Who is under a plan on the scope's ground, overdue first."""
    return [MemberLine(*row) for row in fetch(SQL["members"], {**_asked(scope), "plan": plan.pk})]


def member_in(scope: Scope, member_id: int) -> PlanMember:
    """Somebody under a plan, on the scope's ground; Refused('not_found')."""
    found = PlanMember.objects.within(scope).select_related("plan").filter(pk=member_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def _asked(scope: Scope) -> dict[str, Any]:
    where = scope.jurisdiction
    return {"now": clock.now(), "lo": where.lo, "hi": where.hi, "holes": where.holes_literal}


def person_of(scope: Scope, who: Who) -> int:
    """The person of a code or document, of those whom the scope sees; Refused('not_found')."""
    known = Person.objects.filter(merged_into=None)
    if who.person is not None:
        known = known.filter(pk=who.person)
    else:
        known = known.filter(document_hash=vault().fingerprint("document", who.key))
    found = known.values_list("pk", flat=True).first()
    if found is None:
        raise Refused("not_found")
    return int(found)
