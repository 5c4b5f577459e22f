"""The small ground of the casework tests with a leader above it, and people under orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from gangmu.casework import actions as casework
from gangmu.control.isolation import actions
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.queries import order_in
from gangmu.control.isolation.rules import Decision
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.organization.queries import forget
from gangmu.ground.register.models import Household, Presence
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget as forget_ground
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import HERE, World, actor, body, build, division, incident

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=clock.UTC)  # nine o'clock in Shanghai
TODAY = date(2026, 11, 24)
LAW = Decision(TODAY, "某区指挥部", "《中华人民共和国传染病防治法》")


@dataclass
class Care:
    """The ground, two leaders of it, a leader and a cadre of another county."""

    world: World
    leader: Actor
    colleague: Actor
    stranger: Actor
    medic: Actor

    def do(self, who: Actor, action: Callable[..., Any], order: int, *args: Any, command: Any = None) -> Any:
        """One action on an order as a page does it: look, then act."""
        with entered(Scope.of(who)) as scope:
            return action(who, command or uuid4(), order_in(scope, order), *args)

    def order(self, pk: int) -> Order:
        """An order as it is."""
        with entered(Scope.system("test")):
            found: Order = Order.objects.get(pk=pk)
            return found

    def proposed(self, name: str = "居民甲", category: str = "case", household: int | None = None) -> int:
        """An order that is proposed for somebody new."""
        person = self.world.person(name)
        new = actions.Proposal(self.world.incident, person, category, HERE, name, f"{name}的门", household)
        with entered(Scope.system("test")) as scope:
            return actions.propose(scope.actor, uuid4(), new)

    def decided(self, name: str = "居民甲", **more: Any) -> int:
        """One that the leader has decided, by the pack."""
        pk = self.proposed(name, **more)
        self.do(self.leader, actions.decide, pk, replace(LAW, anchor=clock.today()))
        return pk

    def household(self, label: str, *names: str) -> tuple[int, list[int]]:
        """A door and the people behind it."""
        people = [self.world.person(name) for name in names]
        with entered(Scope.system("test")), bulk_role():
            door = Household.objects.create(area=HERE, label=label, created_at=clock.now())
            Presence.objects.filter(person__in=people).update(household=door)
        return door.pk, people

    def verified(self, name: str = "居民甲", category: str = "case", outcome: str = "found") -> int:
        """A task that is verified, released and closed; returns it."""
        known = self.world.person(name)
        with entered(Scope.system("test")) as scope:
            new = casework.NewTask(
                "ground_verification", self.world.incident, category, known, HERE, name, name
            )
            task = casework.open_task(scope.actor, uuid4(), new)[0]
        from tests.casework.world import FOUND

        answers = FOUND if outcome == "found" else {"said_by": "neighbour"}
        self.world.do(self.world.police, casework.report, task, outcome, answers)
        self.world.do(self.world.comparer, casework.compare, task)
        self.world.do(self.world.gatekeeper, casework.release, task)
        with entered(Scope.system("closing")) as scope:
            casework.close_released(scope.actor)
        return task


def covid(care: Care) -> Care:
    """The same ground in a drill under the ninth edition, whose measures have several levels."""
    with entered(Scope.system("test")), bulk_role():
        opened = incident(newest_pack("covid-9"))
    return replace(care, world=replace(care.world, incident=opened))


@pytest.fixture
def care(db: Any) -> Any:
    """Everything, at nine in the morning."""
    with clock.at(MORNING):
        world = build()
        with entered(Scope.system("test")), bulk_role():
            town = Division.objects.get(level="town")
            leading = body("leading_trio", "LEAD-1", "甲街道领导小组", town)
            other = body("leading_trio", "LEAD-2", "甲街道第二领导小组", town)
            away = body("leading_trio", "LEAD-3", "乙县领导小组", division("441322", "county", "乙县", None))
            from gangmu.ground.organization.models import Body

            trio = Body.objects.get(pk=world.cadre.body_id)
            made = Care(
                world,
                actor(leading, "leader"),
                actor(other, "leader"),
                actor(away, "leader"),
                actor(trio, "medic"),
            )
        forget_ground()
        forget()
        yield made
