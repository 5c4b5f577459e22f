"""Open tasks follow their ground to the trio that it is given to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Event

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.casework import actions
from gangmu.casework.models import Task
from gangmu.ground.organization import queries as organization
from gangmu.ground.organization.models import Body, Ground
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from tests.casework.test_two_phones import at_once, until_somebody_waits
from tests.casework.world import ALWAYS, FOUND, HERE, THERE, World, body, build

Act = Callable[[World, int], None]


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("before", "meanwhile", "status", "claimed", "freed"),
    [
        ([], lambda w, task: w.do(w.police, actions.claim, task), "open", False, True),
        (
            [lambda w, task: w.do(w.police, actions.claim, task)],
            lambda w, task: w.do(w.police, actions.report, task, "found", FOUND),
            "reported",
            True,
            False,
        ),
        (
            [],
            lambda w, task: w.do(w.cadre, actions.offer_handover, task, THERE, "住在西社区"),
            "offered",
            False,
            False,
        ),
    ],
    ids=["claimed", "reported", "offered"],
)
def test_what_happens_to_a_door_while_its_ground_changes_hands_is_kept(
    before: list[Act], meanwhile: Act, status: str, claimed: bool, freed: bool
) -> None:
    world = build()
    task = world.task()
    for act in before:
        act(world, task)
    new, held = given_away(world, clock.today()), Event()

    def work() -> None:
        with entered(Scope.system("test")):  # one transaction around the move
            meanwhile(world, task)
            held.set()
            until_somebody_waits("locktype = 'transactionid'")

    def follow() -> int:
        assert held.wait(60)
        with entered(Scope.system("ground")) as scope:
            return actions.follow_ground(scope.actor)

    assert at_once(work, follow) == [None, 1]
    with entered(Scope.system("test")):
        found = Task.objects.get(pk=task)
        assert (found.owner_id, found.status, found.claimed_by_id is not None) == (new.pk, status, claimed)
        assert [one.claimed_by_id == world.police.user_id for one in found.reassignments.all()] == [freed]
