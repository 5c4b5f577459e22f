"""Open tasks follow their ground to the trio that it is given to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.casework import actions
from gangmu.casework.models import Task
from gangmu.ground.organization import queries as organization
from gangmu.ground.organization.models import Body, Ground
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import ALWAYS, HERE, World, body


def given_away(world: World, day: date) -> Body:
    """The trio that has the eastern grid from a day on."""
    with entered(Scope.system("test")), bulk_role():
        old = Ground.objects.select_related("body__division").get(area=HERE)
        new = body("trio", "new", "新三人小组", old.body.division)
        Ground.objects.filter(pk=old.pk).update(valid=DateRange(ALWAYS.lower, day))
        Ground.objects.create(body=new, area=HERE, valid=DateRange(day, None))
    organization.forget()
    return new


@pytest.mark.parametrize("days", [0, 1, 2, 60])
def test_tasks_follow_their_ground_however_long_the_worker_was_down(world: World, days: int) -> None:
    task = world.task()
    new = given_away(world, clock.today() + timedelta(days=1))
    with clock.at(clock.now() + timedelta(days=1 + days)), entered(Scope.system("ground")) as scope:
        assert [actions.follow_ground(scope.actor) for _ in range(2)] == [1, 0]
        assert Task.objects.get(pk=task).owner_id == new.pk


def test_where_nothing_is_open_nothing_follows(world: World) -> None:
    given_away(world, clock.today())
    with entered(Scope.system("ground")) as scope:
        assert actions.follow_ground(scope.actor) == 0
