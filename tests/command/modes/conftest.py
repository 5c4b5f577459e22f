"""Two towns of the real ground with their routine and emergency trios, reserves, tasks, and who leads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from gangmu.casework import actions as casework
from gangmu.casework.models import Task
from gangmu.command.modes import actions
from gangmu.command.modes.models import Plan
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.organization import queries as organization
from gangmu.ground.organization.bulk import found_reserves, found_trios
from gangmu.ground.organization.models import Body, Holding
from gangmu.ground.organization.rules import LINE_OF
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.twin import city, founding
from tests.casework.world import KIND, incident
from tests.ground.conftest import VILLAGES, divisions, ground, trios

__all__ = ["divisions", "ground", "trios"]
TOWN, FAR = area_of("441302001"), area_of("441302007")
VILLAGE = area_of("441302001001")
WHY = "连续两日新增聚集性病例"


@dataclass
class Switching:
    """The towns and their leaders."""

    incident: Incident
    city: Actor
    county: Actor
    town: Actor
    elsewhere: Actor

    def plan(self, *towns: int, trios: int = 0, anew: bool = False, by: Actor | None = None) -> int:
        """A plan that was looked at."""
        leader = by or self.city
        wanted = dict.fromkeys(towns or (TOWN,), trios)
        with entered(Scope.of(leader)):
            plan_id = actions.draft(leader, uuid4(), "三级响应", "third", wanted, anew=anew)
            actions.check(leader, uuid4(), plan_id)
        return plan_id

    def activate(self, plan_id: int, *towns: int, by: Actor | None = None) -> int:
        with entered(Scope.of(by or self.city)):
            return actions.activate(by or self.city, uuid4(), plan_id, WHY, towns or None)

    def roll_back(self, plan_id: int, *towns: int) -> int:
        with entered(Scope.of(self.city)):
            return actions.roll_back(self.city, uuid4(), plan_id, WHY, towns or None)

    def roll_back_after(self, plan_id: int) -> None:
        """An emergency that is over at once."""
        self.activate(plan_id)
        self.roll_back(plan_id)

    def status(self, plan_id: int) -> str:
        with entered(Scope.system("test")):
            return Plan.objects.get(pk=plan_id).status

    def task(self, area: int) -> int:
        with entered(Scope.system("test")) as scope:
            new = casework.NewTask(KIND, self.incident, "arrival", None, area, "居民", "门")
            return casework.open_task(scope.actor, uuid4(), new)[0]

    def tasks(self) -> list[int]:
        """Two in each of three grids of a village of each of two towns: in the grid, and in its first group."""
        found = []
        for village in (VILLAGES[0], VILLAGES[2]):
            for grid in range(1, 4):
                area = area_of(f"{village}{grid:03d}")
                found += [self.task(area), self.task(area + 1)]
        return found

    def of(self, task_id: int) -> Task:
        with entered(Scope.system("test")):
            return Task.objects.select_related("owner", "claimed_by").get(pk=task_id)

    def owners(self, tasks: list[int]) -> dict[int, tuple[int, int, str]]:
        """Task → area, owner, the owner's mode."""
        with entered(Scope.system("test")):
            rows = Task.objects.filter(pk__in=tasks).values_list("pk", "area", "owner", "owner__mode")
            return {pk: (area, owner, mode) for pk, area, owner, mode in rows}

    def member(self, body: Body, role: str = "cadre", turn: int = 0) -> Actor:
        """Who holds a post of a body, as he acts now."""
        held = Holding.objects.filter(post__body=body, post__role=role).order_by("pk")[turn]
        actor = organization.actor_of(held.user)
        assert actor is not None
        return actor

    def unowned(self) -> list[int]:
        """Open tasks whose trio stands by, or is not the one that owns the ground now."""
        organization.forget()
        with entered(Scope.system("test")):
            rows = Task.objects.exclude(status__in=("closed", "cancelled", "released")).select_related(
                "owner"
            )
            return [t.pk for t in rows if t.owner.standing_by or organization.owner_of(t.area) != t.owner_id]


def made() -> Switching:
    found_trios([t for t in founding.emergency_trios() if t.village in VILLAGES], city.SINCE)
    each = dict.fromkeys(LINE_OF.values(), 4)
    found_reserves([("441302001000", dict.fromkeys(LINE_OF.values(), 7)), ("441302000000", each)], city.SINCE)
    with entered(Scope.system("test")), bulk_role():
        opened = incident(newest_pack("mosquito"))

    def leader(code: str) -> Actor:
        actor = organization.actor_of(
            Holding.objects.filter(post__body__code=code, post__role="leader")[0].user
        )
        assert actor is not None
        return actor

    return Switching(
        opened,
        leader("LEAD441300000000"),
        leader("LEAD441302000000"),
        leader("LEAD441302001"),
        leader("LEAD441322000000"),
    )


@pytest.fixture
def switching(trios: None) -> Iterator[Switching]:
    """Inside the test's own transaction."""
    yield made()
    organization.forget()
