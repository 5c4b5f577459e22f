"""Queries whose SQL is written once, and then asked with other eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.casework.models import Task
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.recall import Recalled, counts, recalled
from gangmu.kernel.scope import Scope, entered
from tests.kernel.conftest import MOMENT, Ground, member

SMALL = st.integers(0, 30)
ranges = st.tuples(SMALL, SMALL).map(lambda pair: (min(pair), max(pair)))
jurisdictions = st.builds(
    lambda r, holes: Jurisdiction(*r, tuple(holes)), ranges, st.lists(ranges, max_size=3)
)


@recalled
def due(scope: Scope, status: str, above: int = 0) -> QuerySet[Task, tuple[Any, ...]]:
    """Tasks of a state on some ground that are due, but for the asker's own."""
    found: QuerySet[Task] = Task.objects.within(scope).filter(due_at__lte=clock.now(), status=status)
    if scope.actor.user_id is not None:
        found = found.exclude(sources=scope.actor.user_id)
    if above:
        found = found.filter(pk__gt=above)
    return found.order_by("pk").values_list("pk", "area", "due_at")


@recalled
def here(scope: Scope) -> QuerySet[Task]:
    """Tasks on some ground."""
    found: QuerySet[Task] = Task.objects.within(scope)
    return found


def tasks(ground: Ground) -> list[int]:
    """One task on each of thirty areas, each due an hour after the one before."""
    made = [
        ground.task(area, due_at=MOMENT + timedelta(hours=area), sources=1 + area % 3) for area in range(30)
    ]
    with entered(Scope.system("test")):
        return [one.pk for one in Task.objects.bulk_create(made)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    looks=st.lists(
        st.tuples(jurisdictions, st.one_of(st.none(), st.integers(1, 3)), SMALL, st.integers(0, 29)),
        max_size=4,
    )
)
def test_whoever_asks_finds_what_the_query_itself_finds(
    ground: Ground, looks: list[tuple[Jurisdiction, int | None, int, int]]
) -> None:
    first = tasks(ground)[0]
    for where, user, hours, above in looks:
        scope = Scope.of(replace(member(where), user_id=user, label="" if user else "test"))
        with clock.at(MOMENT + timedelta(hours=hours)), entered(scope):
            assert due.rows(scope, "open") == list(due.build(scope, "open"))
            found = due.rows(scope, "open", above=first + above)
            assert found == list(due.build(scope, "open", above=first + above))
            wanted = [due.build(scope, "open").count(), 0, here.build(scope).count()]
            assert counts(scope, (due, "open"), (due, "released"), (here,)) == wanted


def test_the_same_question_is_written_once(ground: Ground) -> None:
    asked: list[str] = []

    def build(scope: Scope, status: str) -> QuerySet[Task]:
        asked.append(status)
        return Task.objects.within(scope).filter(status=status)

    query = Recalled(build)
    for where in (Jurisdiction(0, 5), Jurisdiction(3, 9), Jurisdiction(0, 30, ((4, 6),))):
        with entered(Scope.of(member(where))) as scope:
            query.count(scope, "open")
    assert len(asked) == 4  # twice for each shape: one piece of ground, and two


def test_several_counts_are_one_round_trip(ground: Ground) -> None:
    tasks(ground)
    with entered(Scope.of(member(Jurisdiction(0, 7)))) as scope, CaptureQueriesContext(connection) as seen:
        assert counts(scope, (here,), (due, "open"), (here,)) == [7, 4, 7]
    assert len(seen) == 1
    with entered(scope):
        assert counts(scope) == []


def test_ground_that_is_none_has_nothing(ground: Ground) -> None:
    tasks(ground)
    with entered(Scope.of(member(Jurisdiction(0, 30, ((0, 30),))))) as scope:
        assert here.count(scope) == 0
        assert due.rows(scope, "open") == []
    with entered(Scope.system("test")) as scope:
        assert recalled(lambda scope: Task.objects.filter(pk__in=[])).count(scope) == 0


@pytest.mark.parametrize(
    "build",
    [
        lambda scope: Task.objects.filter(area__gte=scope.jurisdiction.lo + 1),
        lambda scope: Task.objects.filter(due_at__gte=clock.now() - timedelta(hours=1)),
        lambda scope: Task.objects.filter(due_at__gte=datetime(clock.today().year, 1, 1, tzinfo=UTC)),
    ],
    ids=["ground", "moment", "day"],
)
def test_what_is_calculated_from_the_eyes_or_the_clock_is_refused(ground: Ground, build: Any) -> None:
    with entered(Scope.of(member(Jurisdiction(0, 5)))) as scope, pytest.raises(TypeError, match="calculated"):
        Recalled(build).count(scope)


def test_a_query_that_is_another_one_for_other_eyes_is_refused(ground: Ground) -> None:
    def build(scope: Scope) -> QuerySet[Task]:
        even = scope.jurisdiction.lo // 10_000_000 % 2 == 0
        return Task.objects.filter(Q(sources=1) if even else Q(sources=F("version")))

    with entered(Scope.of(member(Jurisdiction(0, 5)))) as scope, pytest.raises(TypeError, match="something"):
        Recalled(build).count(scope)
