"""The small ground of the casework tests with a second seat in its office, and who is on duty there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.command.watch import actions
from gangmu.command.watch.models import Changeover
from gangmu.command.watch.queries import changeover_in
from gangmu.command.watch.rules import SECTIONS
from gangmu.ground.accounts.models import User
from gangmu.ground.organization import queries as organization
from gangmu.ground.organization.models import Body, Holding, Post, Shift
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import ALWAYS, World, build

EIGHT = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)  # eight in the morning in Shanghai
SHIFT = timedelta(hours=12)
ALL = dict.fromkeys(SECTIONS, "")


@dataclass
class Office:
    """An office: its two people in charge by turns, a stranger's office, and a leader of the town."""

    world: World
    day: Actor
    night: Actor
    post: Post

    def roster(self, *turns: tuple[Actor, datetime]) -> None:
        """Who is in charge, from when, for twelve hours."""
        for who, begin in turns:
            during = DateTimeTZRange(begin, begin + SHIFT)
            Shift.objects.create(post=self.post, user_id=who.user_id, body=self.post.body, during=during)

    def do(self, who: Actor, action: Callable[..., Any], *args: Any, at: datetime = EIGHT) -> Any:
        """One action as a page does it."""
        with clock.at(at), entered(Scope.of(who)):
            return action(who, uuid4(), *args)

    def changeover(self, pk: int) -> Changeover:
        with entered(Scope.of(self.day)) as scope:
            return changeover_in(scope, pk)

    def handed(self, at: datetime = EIGHT) -> int:
        """The day's person has begun the watch and signed it over."""
        self.do(self.day, actions.begin, at=at - timedelta(hours=1))
        pk = self.do(self.day, actions.draft, at=at)
        self.do(self.day, actions.hand, self.changeover(pk), "注意水泵", at=at)
        return int(pk)

    def tell(self, at: datetime) -> int:
        """What the job does at a minute."""
        with clock.at(at), entered(Scope.system("test")) as scope:
            return actions.tell_gaps(scope.actor)


@pytest.fixture
def office(db: Any) -> Office:
    """Made as the migrations left the database."""
    world = build()
    post = Post.objects.select_related("body").get(pk=world.desk.post_id)
    Post.objects.filter(pk=post.pk).update(in_charge=True)
    user = User.objects.create_user("night", name="夜班")
    Holding.objects.create(user=user, post=post, valid=ALWAYS)
    night = organization.actor_of(user, post.pk)
    assert night is not None
    assert Body.objects.get(pk=post.body_id).kind == Body.Kind.JOINT_OFFICE
    return Office(world, world.desk, night, post)
