"""The third net: PostgreSQL itself shows a transaction only the rows of its jurisdiction."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.casework.models import Task
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.scope import Scope, entered
from tests.kernel.conftest import TOWN, Ground, member

AREAS = range(0, 60)
SMALL = st.integers(0, 60)
ranges = st.tuples(SMALL, SMALL).map(lambda pair: (min(pair), max(pair)))
jurisdictions = st.builds(
    lambda r, holes: Jurisdiction(*r, tuple(holes)), ranges, st.lists(ranges, max_size=3)
)


def seen_by(where: Jurisdiction) -> set[int]:
    with entered(Scope.of(member(where))):
        return set(Task.objects.values_list("area", flat=True))


@pytest.fixture
def tasks(ground: Ground) -> None:
    """One task in each of the first sixty areas."""
    with entered(Scope.system("x")):
        Task.objects.bulk_create(ground.task(area) for area in AREAS)


def test_without_settings_nothing_is_seen(tasks: None) -> None:
    assert Task.objects.count() == 0
    assert fetch("SELECT count(*) FROM casework_task_transition") == [(0,)]


def test_without_settings_nothing_can_be_written(ground: Ground) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        ground.task().save()


def test_nobody_without_a_post_sees_anything(tasks: None) -> None:
    assert seen_by(Jurisdiction.nothing()) == set()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(where=jurisdictions)
def test_a_jurisdiction_sees_exactly_its_areas(tasks: None, where: Jurisdiction) -> None:
    assert seen_by(where) == {area for area in AREAS if area in where}
    with entered(Scope.system("compare the filter with the policy")):
        filtered = set(Task.objects.within(Scope.of(member(where))).values_list("area", flat=True))
    assert filtered == seen_by(where)


def test_rows_are_not_moved_out_of_the_jurisdiction_or_into_a_hole(tasks: None) -> None:
    with entered(Scope.of(member(Jurisdiction(0, 20, ((5, 6),))))):
        for outside in (25, 5):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                Task.objects.filter(area=3).update(area=outside)
        assert Task.objects.filter(area=30).update(category="y") == 0


def test_who_sees_a_row_sees_its_history_and_nobody_else_does(tasks: None) -> None:
    with entered(Scope.of(member(Jurisdiction(0, 7)))):
        assert fetch("SELECT count(*) FROM casework_task_transition") == [(7,)]


def test_row_security_binds_the_login_of_the_web_and_not_only_a_setting(tasks: None) -> None:
    found = fetch(
        "SELECT current_user, row_security_active('casework_task'), rolbypassrls, rolsuper"
        " FROM pg_roles WHERE rolname = current_user"
    )
    assert found == [("gangmu_web", True, False, False)]


def test_the_bulk_role_sees_all_and_only_inside_its_block(tasks: None) -> None:
    with entered(Scope.of(member(Jurisdiction(0, 1)))):
        with bulk_role():
            assert fetch("SELECT count(*) FROM casework_task") == [(60,)]
            with bulk_role():
                pass
            assert fetch("SELECT current_user") == [("gangmu_bulk",)]
        assert fetch("SELECT count(*), current_user FROM casework_task") == [(1, "gangmu_web")]


def test_the_bulk_role_ends_with_an_exception_too(tasks: None) -> None:
    with pytest.raises(ZeroDivisionError), bulk_role():
        raise ZeroDivisionError
    assert fetch("SELECT current_user") == [("gangmu_web",)]


def test_the_bulk_role_does_not_hide_the_error_that_ended_it(db: None) -> None:
    with pytest.raises(DatabaseError, match="division by zero"), transaction.atomic(), bulk_role():
        fetch("SELECT 1 / 0")
    assert fetch("SELECT current_user") == [("gangmu_web",)]


def test_the_bulk_role_needs_a_transaction(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"), bulk_role():
        pass


def test_a_list_uses_its_index_below_the_policy(ground: Ground) -> None:
    with entered(Scope.system("x")), bulk_role():
        Task.objects.bulk_create(ground.task(TOWN + number * 1000) for number in range(5000))
    town = Jurisdiction(TOWN, TOWN + 40_000, ((TOWN + 3000, TOWN + 4000),))
    with entered(Scope.of(member(town))):
        lines = fetch("EXPLAIN SELECT * FROM casework_task ORDER BY area, id DESC LIMIT 20")
    plan = "\n".join(line for (line,) in lines)
    assert "task_area" in plan
    assert "Index Cond: ((area >= " in plan


def test_settings_of_a_kept_plan_do_not_leak_into_another_scope(tasks: None) -> None:
    assert [len(seen_by(Jurisdiction(0, n))) for n in (1, 20, 60, 3, 60, 2, 60, 1)] == [
        1,
        20,
        60,
        3,
        60,
        2,
        60,
        1,
    ]
