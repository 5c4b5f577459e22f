"""A town with its trios and its joint office, its leader, and a week to plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from gangmu.ground.accounts.models import User
from gangmu.ground.duty import actions
from gangmu.ground.duty.models import Roster, Turn
from gangmu.ground.duty.queries.rosters import roster_in
from gangmu.ground.duty.rules.weeks import PART, shift_span
from gangmu.ground.organization.bulk import extend_shifts, found_offices, found_trios
from gangmu.ground.organization.models import Body, Holding, Post, Shift
from gangmu.ground.organization.queries import actor_of
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import county_units, unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.twin import city, founding
from tests.ground.conftest import CITY, VILLAGES

TOWN, TRIO, OFFICE = "441302001000", "441302001001N01", "OFFICE441302001"
NOW = datetime(2026, 11, 25, 9, 50, tzinfo=UTC)  # a Wednesday, 17:50
WEEK = date(2026, 11, 30)  # the Monday after
ALONE = "支援外地，无人可替"


@dataclass
class Duty:
    """The town, as its leader and its members see it."""

    leader: Actor

    def plan(self, begins: date = WEEK, code: str = TOWN) -> Roster:
        """A draft of a week."""
        with entered(Scope.of(self.leader)) as scope:
            unit = unit_by_code(code)
            assert unit is not None
            return roster_in(scope, actions.plan(self.leader, uuid4(), unit, begins))

    def solved(self, begins: date = WEEK, roster: Roster | None = None) -> Roster:
        """A solved one."""
        roster = roster or self.plan(begins)
        self.do(actions.solve, uuid4(), roster)
        assert actions.run_solver(Scope.system("test").actor, roster.pk, self.fresh(roster).run)
        return self.fresh(roster)

    def published(self, begins: date = WEEK) -> Roster:
        """A solved one, published."""
        roster = self.solved(begins)
        self.do(actions.publish, uuid4(), roster, "")
        return self.fresh(roster)

    def fresh(self, one: Any) -> Any:
        """A row as it is now."""
        with entered(Scope.system("test")):
            return type(one).objects.get(pk=one.pk)

    def do(self, action: Any, *args: Any, actor: Actor | None = None) -> Any:
        """An action of the leader, or of somebody else, in a transaction of his."""
        actor = actor or self.leader
        with entered(Scope.of(actor)):
            return action(actor, *args)

    def member(self, role: str = "medic", n: int = 0, body: str = TRIO) -> Actor:
        """The n-th holder of a post."""
        post = Post.objects.filter(body__code=body, role=role).order_by("id")[0]
        user = User.objects.filter(holdings__post=post).order_by("holdings__id")[n]
        actor = actor_of(user, post.pk)
        assert actor is not None
        return actor

    def on(self, day: date, part: str = "day", role: str = "medic", body: str = TRIO) -> Actor:
        """Who has that shift of a post by the automatic pattern."""
        shift = Shift.objects.get(post__body__code=body, post__role=role, during__startswith=begin(day, part))
        actor = actor_of(shift.user, shift.post_id)
        assert actor is not None
        return actor

    def cell(self, roster: Roster, member: Actor, day: date, part: str, locked: bool = False) -> None:
        """Put a member into a cell of his post."""
        self.do(
            actions.put_turn, uuid4(), roster, member.post_id, day, part, member.user_id, locked
        )  # fmt: skip

    def turns(self, roster: Roster) -> set[tuple[int, int, datetime]]:
        """(post, user, begin) of its cells."""
        with entered(Scope.system("test")):
            rows = Turn.objects.filter(roster=roster).values_list("post_id", "user_id", "during")
            return {(post, user, during.lower) for post, user, during in rows}

    def shifts(self, actor: Actor, since: datetime = NOW) -> list[tuple[datetime, datetime]]:
        """When somebody is on duty from a moment on."""
        found = Shift.objects.filter(user_id=actor.user_id, during__endswith__gt=since).order_by("during")
        return [(shift.during.lower, shift.during.upper) for shift in found]


def begin(day: date, part: str = "day") -> datetime:
    """When a shift begins."""
    return shift_span(day, PART[part])[0].astimezone(UTC)


def make_actor(body: str, role: str, username: str) -> Actor:
    """A new user who holds a post of a body."""
    post = Post.objects.filter(body__code=body, role=role).order_by("id").first()
    # Seen once in CI, never since: what a ground without its posts looks like from inside says where they went.
    assert post is not None, {
        "missing": (body, role),
        "rows": [kept.objects.count() for kept in (Division, Body, Post, Shift)],
        "in a transaction": connection.in_atomic_block,
        "backend": fetch("SELECT pg_backend_pid(), current_user, txid_current_if_assigned()"),
        "units": [unit.code for unit in county_units()],
    }
    user = User.objects.create_user(username, name=username)
    Holding.objects.create(user=user, post=post, valid=("2020-01-01", None))
    actor = actor_of(user, post.pk)
    assert actor is not None
    return actor


@pytest.fixture
def wednesday() -> Iterator[None]:
    """The clock stands while the ground is made, too: shifts are made from yesterday on."""
    with clock.at(NOW):
        yield


@pytest.fixture
def duty(wednesday: None, divisions: object) -> Duty:
    """The town on a Wednesday at 17:50; its shifts go until next Wednesday."""
    found_offices(CITY, city.SINCE)
    found_trios([trio for trio in founding.routine_trios() if trio.village in VILLAGES], city.SINCE)
    extend_shifts()
    return Duty(make_actor("LEAD441302001", "leader", "镇领导"))
