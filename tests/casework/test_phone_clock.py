"""The phone's own time of a report: kept beside the time of arrival, marked where it cannot be, never refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from gangmu.casework import actions, queries
from gangmu.casework.models import Report
from gangmu.casework.rules import phone_clock
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import FOUND, NOON, THERE, World

OPENED = NOON - timedelta(hours=2)


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(0, ""), (-4, ""), (4, ""), (-30, "earlier"), (-124, "earlier"), (6, "wrong"), (-126, "wrong")],
)
def test_a_difference_of_a_few_minutes_says_nothing_and_an_impossible_one_is_wrong(
    minutes: int, says: str
) -> None:
    assert phone_clock(NOON + timedelta(minutes=minutes), NOON, OPENED) == says


def test_a_phone_that_says_nothing_is_not_doubted() -> None:
    assert phone_clock(None, NOON, OPENED) == ""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (NOON - timedelta(hours=1), NOON - timedelta(hours=1)),
        (datetime(2100, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)),
        (datetime.min.replace(tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)),
        (datetime.max.replace(tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_phones_time_is_kept_with_the_report_however_wrong(
    world: World, said: datetime, kept: datetime
) -> None:
    with clock.at(OPENED):
        task = world.task()
    with clock.at(NOON):
        world.do(world.police, actions.report, task, "found", FOUND, said)
    with entered(Scope.of(world.comparer)) as scope:
        report = queries.at_gate(scope, "compare")[1][0].report
    assert report is not None and (report.at, report.phone_at) == (NOON, kept)
    assert report.phone_clock == ("earlier" if said < NOON and said > OPENED else "wrong")


def test_it_is_kept_with_a_report_of_a_door_that_has_left_the_trio(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.offer_handover, task, THERE, "人在西社区")
    with entered(Scope.of(world.police)):
        actions.report_away(world.police, uuid4(), task, "found", FOUND, NOON)
    with entered(Scope.system("test")):
        assert Report.objects.get().phone_at == NOON
