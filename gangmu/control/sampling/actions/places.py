"""Key places and check plans: named, with who answers; who is under one; what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from gangmu.control.sampling import policy
from gangmu.control.sampling.actions.allowing import allow
from gangmu.control.sampling.models import Check, KeyPlace, Plan, PlanMember
from gangmu.control.sampling.rules.checks import checklists
from gangmu.ground.incidents.models import Incident
from gangmu.ground.register.models import Presence
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.area import floor_to, span
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A key place and the four who answer for it."""

    area: int
    name: str
    address: str
    line: str
    territory: str
    department: str
    unit: str
    individual: str


@dataclass(frozen=True, slots=True)
class NewPlan:
    """Who is to be sampled how often: on a unit's ground, or the people of a place."""

    incident: Incident
    name: str
    of: str
    every: int
    rotating: bool
    unit: str = ""
    place: KeyPlace | None = None


def name_place(actor: Actor, command: UUID, new: NewPlace) -> int:
    """Name a key place; returns it. Refused: not_allowed, not_found, four_must_answer, place_twice(name)."""
    allow(policy.may_plan(actor))
    if new.area not in actor.jurisdiction:
        raise Refused("not_found")
    four = [text.strip()[:80] for text in (new.territory, new.department, new.unit, new.individual)]
    if not all(four):
        raise Refused("four_must_answer")

    def do() -> int:
        if KeyPlace.objects.filter(area=new.area, name=new.name, ended_at=None).exists():
            raise Refused("place_twice", name=new.name)
        territory, department, unit, individual = four
        made = KeyPlace.objects.create(
            area=new.area, name=new.name, address=new.address, line=new.line, territory=territory,
            department=department, unit=unit, individual=individual, since=clock.now(),
        )  # fmt: skip
        return int(made.pk)

    return int(once(actor, command, "sampling.place", do))


def check(actor: Actor, command: UUID, place: KeyPlace, items: Mapping[str, bool], note: str = "") -> int:
    """Keep what was looked at in a place: an answer for each thing of its line.

    Refused: not_allowed, check_incomplete.
    """
    allow(policy.may_check_places(actor))
    if set(items) != {item.code for item in checklists()[place.line]}:
        raise Refused("check_incomplete")

    def do() -> int:
        made = Check.objects.create(
            area=place.area, place=place, items=dict(items), note=note.strip()[:300], by_id=actor.user_id,
            at=clock.now(),
        )  # fmt: skip
        return int(made.pk)

    return int(once(actor, command, "sampling.check", do))


def make_plan(actor: Actor, command: UUID, new: NewPlan) -> int:
    """Make a check plan; returns it. Refused: not_allowed, not_found, plan_days."""
    allow(policy.may_plan(actor))
    if not 1 <= new.every <= 60:
        raise Refused("plan_days")
    if new.place is not None:
        lo, hi = span(floor_to(new.place.area, "village"))
    else:
        unit = unit_by_code(new.unit)
        if unit is None or not unit.jurisdiction <= actor.jurisdiction:
            raise Refused("not_found")
        lo, hi = unit.jurisdiction.lo, unit.jurisdiction.hi

    def do() -> int:
        made = Plan.objects.create(
            area=lo, hi=hi, incident=new.incident, name=new.name.strip()[:60], of=new.of, place=new.place,
            every=new.every, rotating=new.rotating, since=clock.now(),
        )  # fmt: skip
        return int(made.pk)

    return int(once(actor, command, "sampling.make_plan", do))


def end_plan(actor: Actor, command: UUID, plan: Plan) -> None:
    """A plan is over. Refused: not_allowed."""
    allow(policy.may_plan(actor))

    def do() -> None:
        Plan.objects.filter(pk=plan.pk, ended_at=None).update(ended_at=clock.now())

    once(actor, command, "sampling.end_plan", do)


def add_member(actor: Actor, command: UUID, plan: Plan, person_id: int) -> int:
    """Put a person under a plan, where he is said to be; he may be there already. Refused: not_allowed, not_found."""
    allow(policy.may_plan(actor))
    here = Presence.objects.within(Scope.of(actor)).filter(person_id=person_id, until=None)
    found = here.order_by("-since").first()
    if found is None or plan.ended_at is not None:
        raise Refused("not_found")

    def do() -> int:
        made, _new = PlanMember.objects.get_or_create(
            plan=plan, person_id=person_id, ended_at=None, defaults={"area": found.area, "since": clock.now()}
        )
        return int(made.pk)

    return int(once(actor, command, "sampling.add_member", do))


def end_member(actor: Actor, command: UUID, member: PlanMember) -> None:
    """A person is under a plan no more. Refused: not_allowed."""
    allow(policy.may_plan(actor))

    def do() -> None:
        PlanMember.objects.filter(pk=member.pk, ended_at=None).update(ended_at=clock.now())

    once(actor, command, "sampling.end_member", do)
