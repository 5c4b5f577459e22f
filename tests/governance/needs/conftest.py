"""The small ground of the casework tests with leaders above it, and a resident of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from gangmu.governance.needs import actions, queries
from gangmu.governance.needs.models import Need
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import HERE, World, actor, body, build, division


@dataclass
class People:
    """Who asks and who answers."""

    world: World
    county: Actor
    town: Actor
    resident: actions.Resident

    @property
    def guest(self) -> Actor:
        """The resident himself."""
        return Actor(None, None, Jurisdiction(HERE, HERE + 1), guest_id=self.resident.person_id)

    def raised(self, kind: str, text: str = "", by: Actor | None = None, command: UUID | None = None) -> int:
        """Somebody (the resident by default) raises a need."""
        who = by or self.guest
        with entered(Scope.of(who)):
            return actions.raise_need(who, command or uuid4(), self.resident, kind, text)

    def need(self, pk: int, who: Actor | None = None) -> Need:
        """A need as somebody finds it."""
        with entered(Scope.of(who or self.world.desk)) as scope:
            return queries.need_in(scope, pk)

    def do(self, who: Actor, action: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """One action as a page does it."""
        with entered(Scope.of(who)):
            return action(who, uuid4(), *args, **more)


@pytest.fixture
def people(db: Any) -> People:
    """Two villages, their trios, an office; leaders of the town and of its county; a resident of one village."""
    world = build()
    with entered(Scope.system("test")), bulk_role():
        county = division("441302", "county", "甲区", None)
        leading = body("leading_trio", "LEAD-COUNTY", "甲区领导小组", county)
        town = body("leading_trio", "LEAD-TOWN", "甲街道领导小组", Division.objects.get(level="town"))
        made = (actor(leading, "leader"), actor(town, "leader"))
    forget()
    person = world.person("居民甲")
    return People(world, *made, actions.Resident(person, world.incident, HERE, "居民甲", "甲路1号"))
