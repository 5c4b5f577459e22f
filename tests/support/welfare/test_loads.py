"""What a member carries, as the leader sees it before he assigns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gangmu.casework import actions
from gangmu.ground.organization.rules.limits import nights_in
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from gangmu.support.welfare.queries import loads
from gangmu.support.welfare.rules import Load
from tests.casework.world import World
from tests.support.welfare.conftest import Work

NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)  # noon in Shanghai
DAY, NIGHT = timedelta(days=1), timedelta(hours=12)
EIGHT = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)  # eight in the morning


def load(world: World, user_id: int | None, at: datetime = NOW) -> Load:
    assert user_id is not None
    with entered(Scope.system("test")) as scope:
        return loads(scope, [user_id], at)[user_id]


def test_whoever_has_done_nothing_carries_nothing(world: World) -> None:
    assert load(world, world.cadre.user_id) == Load(world.cadre.user_id or 0)


def test_hours_and_nights_are_those_before_the_moment(world: World, work: Work) -> None:
    for days in range(10):
        work(world.cadre, EIGHT - days * DAY - NIGHT)  # from eight in the evening to eight in the morning
    found = load(world, world.cadre.user_id)
    assert (found.hours7, found.nights7, found.hours28, found.nights28) == (84, 7, 120, 10)
    assert {"hours7", "nights7"} <= set(found.over) and found.index == 233
    assert found.tone == "red"


def test_a_shift_that_runs_counts_as_far_as_it_is(world: World, work: Work) -> None:
    work(world.cadre, EIGHT)
    assert load(world, world.cadre.user_id).hours7 == 4
    assert load(world, world.cadre.user_id, EIGHT + DAY).hours7 == 12


def test_doors_and_open_items_count(world: World) -> None:
    world.reported()
    held = world.task("居民乙")
    world.do(world.police, actions.claim, held)
    found = load(world, world.police.user_id, clock.now() + timedelta(seconds=1))
    assert (found.doors7, found.doors28, found.open_items) == (1, 1, 1)


def test_open_items_elsewhere_are_not_shown(world: World) -> None:
    held = world.task("居民乙")
    world.do(world.police, actions.claim, held)
    with entered(Scope.of(world.far_cadre)) as scope:
        assert loads(scope, [world.police.user_id or 0])[world.police.user_id or 0].open_items == 0


def test_the_loads_of_many_are_one_query(world: World) -> None:
    everybody = [a.user_id or 0 for a in (world.cadre, world.police, world.desk, world.comparer)]
    with entered(Scope.system("test")) as scope, CaptureQueriesContext(connection) as asked:
        assert loads(scope, everybody).keys() == set(everybody)
    assert len([q for q in asked if "organization_shift" in q["sql"]]) == 1


HOURS = st.integers(0, 24 * 28)


@given(begin=HOURS, length=st.integers(1, 72))
def test_nights_add_up_however_a_duty_is_cut(begin: int, length: int) -> None:
    start, end = EIGHT + timedelta(hours=begin), EIGHT + timedelta(hours=begin + length)
    middle = start + (end - start) / 2
    assert nights_in(start, end) == nights_in(start, middle) + nights_in(middle, end)
