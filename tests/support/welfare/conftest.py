"""The small ground of the casework tests, its leader, and shifts on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.organization.models import Shift
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.support.welfare.queries import Member, member_in
from tests.casework.world import World, actor, body, build, division

Work = Callable[..., Shift]


@dataclass
class Care:
    """A town with its leader, another leader of it, and one of another county."""

    world: World
    leader: Actor
    colleague: Actor
    stranger: Actor

    def member(self, who: Actor) -> Member:
        """Somebody as the leader finds him."""
        with entered(Scope.of(self.leader)) as scope:
            return member_in(scope, who.user_id or 0)

    def do(self, who: Actor, action: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """One action as a page does it."""
        with entered(Scope.of(who)):
            return action(who, uuid4(), *args, **more)


@pytest.fixture
def world(db: Any) -> World:
    """Two villages, their trios, an office."""
    return build()


@pytest.fixture
def care(world: World) -> Care:
    """The leaders above them."""
    with entered(Scope.system("test")), bulk_role():
        town = Division.objects.get(level="town")
        leading = body("leading_trio", "LEAD-1", "甲街道领导小组", town)
        other = body("leading_trio", "LEAD-2", "甲街道第二领导小组", town)
        away = body("leading_trio", "LEAD-3", "乙县领导小组", division("441322", "county", "乙县", None))
        made = Care(world, actor(leading, "leader"), actor(other, "leader"), actor(away, "leader"))
    forget()
    return made


@pytest.fixture
def work() -> Work:
    """`work(actor, begin, hours=12)` puts somebody on duty in his post."""

    def put(actor: Actor, begin: datetime, hours: float = 12) -> Shift:
        during = DateTimeTZRange(begin, begin + timedelta(hours=hours))
        return Shift.objects.create(
            post_id=actor.post_id, user_id=actor.user_id, body_id=actor.body_id, during=during
        )

    return put
