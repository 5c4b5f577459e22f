"""Keys that are checked set by set keep what a foreign key keeps, whoever writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ForeignKey
from psycopg.errors import FeatureNotSupported

from gangmu.casework.models import Task, Timer
from gangmu.config import roles
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.reference import Reference, found
from gangmu.kernel.scope import Scope, entered
from tests.kernel.conftest import MOMENT, Ground, member

EVERYWHERE = Scope.of(member(Jurisdiction.everything()))
NOBODY = 10**12


@contextmanager
def writing() -> Iterator[None]:
    """As a set-based path writes: everywhere, past row security."""
    with entered(EVERYWHERE), bulk_role():
        yield


def timer(task: int) -> Timer:
    return Timer(task_id=task, stage="report", started_at=MOMENT, due_at=MOMENT, tell_at=MOMENT)


def test_a_child_of_nobody_is_refused_alone_and_among_good_ones(ground: Ground) -> None:
    with writing():
        task = ground.task()
        task.save()
    for timers in ([timer(NOBODY)], [timer(task.pk), timer(NOBODY), timer(task.pk)]):
        with pytest.raises(IntegrityError, match="there is no casework_task"), writing():
            Timer.objects.bulk_create(timers)


def test_a_child_may_point_at_nobody_if_its_column_may_be_empty(ground: Ground) -> None:
    with writing():
        ground.task(person_id=None).save()
        with pytest.raises(IntegrityError, match="there is no register_person"), transaction.atomic():
            ground.task(person_id=NOBODY).save()


def test_a_child_is_not_moved_to_nobody(ground: Ground) -> None:
    with writing():
        task = ground.task()
        task.save()
        with pytest.raises(IntegrityError, match="there is no organization_body"), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(owner_id=NOBODY)
        assert Task.objects.filter(pk=task.pk).update(owner_id=ground.body.pk, version=2) == 1


def test_a_key_that_hardly_anybody_has_is_asked_for_whoever_has_it(ground: Ground) -> None:
    with writing():
        member = User.objects.create(username="x")
        tasks = [ground.task(), ground.task(claimed_by=member), ground.task()]
        Task.objects.bulk_create(tasks)
        for refused in (
            lambda: Task.objects.bulk_create([ground.task(), ground.task(claimed_by_id=NOBODY)]),
            lambda: Task.objects.filter(pk=tasks[0].pk).update(claimed_by_id=NOBODY),
        ):
            with pytest.raises(IntegrityError, match="there is no accounts_user"), transaction.atomic():
                refused()
        with pytest.raises(IntegrityError, match="casework_task points at it"), transaction.atomic():
            run("DELETE FROM accounts_user WHERE id = %s", [member.pk])


def test_a_parent_with_children_stays(ground: Ground) -> None:
    with writing():
        ground.task().save()
        with pytest.raises(IntegrityError, match="casework_task points at it"), transaction.atomic():
            run("DELETE FROM incidents_incident WHERE id = %s", [ground.incident.pk])
        assert Incident.objects.filter(pk=ground.incident.pk).exists()


def test_a_parent_without_children_may_go_and_takes_its_history_along(ground: Ground) -> None:
    with writing():
        task = ground.task()
        task.save()
        assert run("DELETE FROM casework_task WHERE id = %s", [task.pk]) == 1
        assert fetch("SELECT count(*) FROM casework_task_transition WHERE subject_id = %s", [task.pk]) == [
            (0,)
        ]


def test_an_id_does_not_change(ground: Ground) -> None:
    with pytest.raises(IntegrityError, match="an id does not change"), writing():
        run("UPDATE incidents_incident SET id = %s WHERE id = %s", [NOBODY, ground.incident.pk])


def test_who_sees_no_parent_is_told_the_same_as_who_sees_it(ground: Ground) -> None:
    with writing():
        task = ground.task()
        task.save()
    elsewhere = Scope.of(member(Jurisdiction(1, 2)))
    with entered(elsewhere):
        assert not Task.objects.filter(pk=task.pk).exists()
        timer(task.pk).save()


def test_a_parent_is_not_deleted_under_a_child_that_is_just_being_written(
    transactional_db: Any, request: pytest.FixtureRequest
) -> None:
    ground: Ground = request.getfixturevalue("ground")
    with writing():
        task = ground.task()
        task.save()
    for first, second, lost in ((insert, delete, "points at it"), (delete, insert, "there is no")):
        assert lost in second_of_two(lambda act=first: act(task.pk), lambda act=second: act(task.pk))
        with writing():
            run("DELETE FROM casework_timer WHERE task_id = %s", [task.pk])
            task.save()


def insert(task: int) -> None:
    timer(task).save()


def delete(task: int) -> None:
    run("DELETE FROM casework_task WHERE id = %s", [task])


def second_of_two(first: Callable[[], None], second: Callable[[], None]) -> str:
    """What the second of two overlapping transactions is told."""
    begun, waits = Event(), Event()

    def late() -> str:
        try:
            with writing():
                fetch("SELECT 1")
                begun.wait(10)
                waits.set()
                second()
        except DatabaseError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(1) as other:
        with writing():
            first()
            told = other.submit(late)
            begun.set()
            waits.wait(10)
            until_blocked()
        return told.result(20)


def until_blocked() -> None:
    """Until another session of this database waits for a lock."""
    while not fetch(
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE NOT l.granted AND a.datname = current_database()"
    )[0][0]:
        pass


def test_a_snapshot_of_an_older_moment_deletes_no_parent(db: None) -> None:
    with roles.connect("web") as session:
        session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(FeatureNotSupported, match="READ COMMITTED"):
            session.execute("DELETE FROM casework_task")


PARENT = """
    CREATE TABLE probe_parent (id bigint PRIMARY KEY, area bigint NOT NULL, rest text NOT NULL);
    CREATE INDEX probe_area ON probe_parent (area, id DESC);
    CREATE TABLE probe_child (parent_id bigint);
"""
GROW = "INSERT INTO probe_parent SELECT n, hashint8(n), repeat('x', 300) FROM generate_series(1, %s::int) n"
CHECK = f"""
    EXPLAIN SELECT FROM (SELECT DISTINCT 7::bigint * n AS id FROM generate_series(1, 3674) n) f
             WHERE {found("probe_parent", "id", "f.id")} IS NULL LIMIT 1
"""


@pytest.mark.parametrize("left", [0, 26])
def test_a_parent_is_looked_up_by_its_key_also_where_almost_all_parents_have_gone(
    db: None, left: int
) -> None:
    """PostgreSQL takes such a table for tiny: any way into it seems as good, and gets slow as the table grows again."""
    reference = Reference("probe_child", "parent_id", "probe_parent")
    with roles.connect("admin") as session:
        try:
            session.execute(PARENT + str(reference.sql))
            with session.transaction(force_rollback=True):
                session.execute(GROW, [200_000])
            session.execute(GROW, [left])
            session.execute("VACUUM (ANALYZE, TRUNCATE off) probe_parent")
            (settings,) = session.execute(
                "SELECT proconfig FROM pg_proc WHERE proname = 'probe_child_parent_id_given'"
            ).fetchall()[0]
            for name, value in (setting.split("=") for setting in settings):
                session.execute("SELECT set_config(%s, %s, false)", [name, value])
            plan = "\n".join(line for (line,) in session.execute(CHECK))
            assert re.search(
                r"^ +->  Index Only Scan using probe_parent_pkey .*\n +Index Cond: ", plan, re.M
            ), plan
        finally:
            session.execute(f"{reference.reverse_sql}; DROP TABLE probe_parent, probe_child")


# Lines of a tally come from rows that are checked, by a trigger alone; what seals say is joined to what it points at by
# the one statement that writes it, and nobody deletes a device.
UNCHECKED = {
    "casework_tasktally.incident_id", "sampling_coverage.round_id", "seals_event.device_id", "seals_event.binding_id",
    "seals_judgement.event_id", "seals_judgement.alarm_id", "seals_judgement.opening_id",
}  # fmt: skip


def test_every_key_that_django_does_not_check_is_checked_by_sets(db: None) -> None:
    keys = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and not field.db_constraint
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid")
        triggers = set(cursor.fetchall())
    unchecked = {
        f"{table}.{column}" for table, column in keys if (table, f"{table}_{column}_insert") not in triggers
    }
    assert unchecked == UNCHECKED
