"""The lifecycle's law in the database, on the two tables that live by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.casework import states as casework
from gangmu.casework.models import Task
from gangmu.control.intake import states as intake
from gangmu.control.intake.models import Batch
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.lifecycle import Lifecycle, Refused
from gangmu.kernel.scope import Scope, entered, tell
from tests.kernel.conftest import TOWN, Ground, member

EVERYWHERE = Scope.of(member(Jurisdiction.everything()))


@dataclass(frozen=True)
class Law:
    """A lifecycle, its table, and how a row of it is born."""

    lifecycle: Lifecycle
    table: str
    model: type[models.Model]
    born: Callable[[Ground, int], models.Model]


LAWS = {
    "task": Law(casework.LIFECYCLE, "casework_task", Task, lambda ground, n: ground.task(TOWN + n)),
    "batch": Law(intake.LIFECYCLE, "intake_batch", Batch, lambda ground, n: ground.batch(n)),
}
each_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
walking = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)


def history(law: Law, subject: int) -> list[tuple[Any, ...]]:
    return fetch(
        f"SELECT source, target, move, actor FROM {law.table}_transition WHERE subject_id = %s ORDER BY id",
        [subject],
    )


def put(law: Law, where: dict[str, Any], status: str) -> int:
    return law.model._default_manager.filter(**where).update(status=status)


@each_law
@walking
@given(data=st.data())
def test_a_walk_along_the_moves_leaves_one_line_of_history_per_change(
    ground: Ground, law: Law, data: st.DataObject
) -> None:
    with transaction.atomic(), entered(EVERYWHERE):
        row = law.born(ground, data.draw(st.integers(0, 10**6)))
        row.save()
        status, told = str(law.lifecycle.start), [("", str(law.lifecycle.start), law.lifecycle.begin, "1/10")]
        for _ in range(data.draw(st.integers(0, 8))):
            moves = law.lifecycle.open_moves(status)
            if not moves:
                break
            move = data.draw(st.sampled_from(moves))
            tell(move=move.name)
            put(law, {"pk": row.pk}, str(move.target))
            if status != move.target:  # a move that stays where it is changes no state
                told.append((status, str(move.target), move.name, "1/10"))
            status = str(move.target)
        assert history(law, row.pk) == told
        transaction.set_rollback(True)


@each_law
def test_every_change_that_the_table_does_not_name_is_refused(ground: Ground, law: Law) -> None:
    allowed = {(a, b) for a, b, _ in law.lifecycle.edges()}
    with entered(EVERYWHERE):
        row = law.born(ground, 1)
        row.save()
        for source in law.lifecycle.states:
            for target in law.lifecycle.states:
                if source != target and (str(source), str(target)) not in allowed:
                    with (
                        pytest.raises(DatabaseError, match="1 of 1 changes follow no edge"),
                        transaction.atomic(),
                    ):
                        _walk_to(law, row.pk, str(source))
                        put(law, {"pk": row.pk}, str(target))


@each_law
def test_the_guard_in_the_code_and_the_guard_in_the_database_know_the_same_law(law: Law) -> None:
    for source in law.lifecycle.states:
        targets = set()
        for move in law.lifecycle:
            try:
                targets.add(str(law.lifecycle.check(move.name, source)))
            except Refused:
                continue
        assert targets == {b for a, b, _ in law.lifecycle.edges() if a == source}


@each_law
def test_nothing_is_born_in_the_middle_of_its_life(ground: Ground, law: Law) -> None:
    with entered(EVERYWHERE):
        for status in set(map(str, law.lifecycle.states)) - {str(law.lifecycle.start)}:
            row = law.born(ground, 1)
            row.status = status  # type: ignore[attr-defined]
            with pytest.raises(DatabaseError, match="follow no edge"), transaction.atomic():
                row.save()


@each_law
def test_without_an_actor_nothing_is_born_and_nothing_changes(ground: Ground, law: Law) -> None:
    with entered(EVERYWHERE):
        row = law.born(ground, 1)
        row.save()
        tell(actor="")
        with pytest.raises(DatabaseError, match="needs an actor"), transaction.atomic():
            law.born(ground, 2).save()
        with pytest.raises(DatabaseError, match="needs an actor"), transaction.atomic():
            _step(law, row.pk)
        with pytest.raises(DatabaseError, match="needs an actor"), transaction.atomic(), bulk_role():
            _step(law, row.pk)


def test_many_rows_at_once_leave_the_history_of_one_by_one(ground: Ground) -> None:
    law = LAWS["task"]
    with clock.at(datetime(2026, 3, 2, tzinfo=UTC)), entered(EVERYWHERE):
        Task.objects.bulk_create(ground.task(TOWN + n) for n in range(40))
        singles, together = range(TOWN, TOWN + 20), range(TOWN + 20, TOWN + 40)
        for status in ("claimed", "reported", "returned"):
            put(law, {"area__in": list(together)}, status)
            for area in singles:
                put(law, {"area": area}, status)
        assert _of(singles) == _of(together)
        assert len(_of(singles)) == 80


def test_one_wrong_row_among_many_refuses_them_all(ground: Ground) -> None:
    with entered(EVERYWHERE):
        Task.objects.bulk_create(ground.task(TOWN + n) for n in range(5))
        Task.objects.filter(area=TOWN).update(status="cancelled")
        with pytest.raises(DatabaseError, match="1 of 5 changes"), transaction.atomic():
            Task.objects.update(status="claimed")
        assert Task.objects.filter(status="claimed").count() == 0


def test_a_change_of_another_column_is_no_history(ground: Ground) -> None:
    with entered(EVERYWHERE):
        task = ground.task()
        task.save()
        Task.objects.update(category="y")
        Task.objects.update(status="open")
        assert len(history(LAWS["task"], task.pk)) == 1


def test_history_tells_who_when_why_and_by_which_command(ground: Ground) -> None:
    with clock.at(datetime(2026, 3, 2, 1, 2, tzinfo=UTC)), entered(EVERYWHERE):
        task = ground.task()
        task.save()
        tell(move="offer", reason="lives elsewhere", command="c-1")
        Task.objects.update(status="offered")
        assert fetch(
            "SELECT move, reason, command_id, at FROM casework_task_transition WHERE target = 'offered'"
        ) == [("offer", "lives elsewhere", "c-1", datetime(2026, 3, 2, 1, 2, tzinfo=UTC))]


def test_a_reason_stays_with_the_move_it_was_given_for(ground: Ground) -> None:
    with entered(EVERYWHERE):
        ground.task().save()
        Task.objects.update(status="reported")
        tell(move="release", reason="agrees with the laboratory")
        Task.objects.update(status="released")
        Task.objects.update(status="closed")
        assert fetch("SELECT move, reason FROM casework_task_transition ORDER BY id DESC LIMIT 2") == [
            ("close", ""),
            ("release", "agrees with the laboratory"),
        ]


def test_history_is_written_by_the_trigger_alone(ground: Ground) -> None:
    with entered(EVERYWHERE):
        ground.task().save()
        for sql in (
            "UPDATE casework_task_transition SET actor = 'x'",
            "DELETE FROM casework_task_transition",
            "INSERT INTO casework_task_transition (subject_id, source, target, move, actor, at, reason, command_id)"
            " SELECT id, '', 'closed', 'x', 'x', now(), '', '' FROM casework_task",
            "INSERT INTO kernel_edge (model, source, target, move) VALUES ('casework_task', 'open', 'closed', 'x')",
        ):
            for role in ("gangmu_web", "gangmu_bulk"):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    run(f"SET LOCAL ROLE {role}")
                    run(sql)


def test_a_temporary_table_cannot_pose_as_the_law(ground: Ground) -> None:
    with entered(EVERYWHERE):
        ground.task().save()
        run("CREATE TEMPORARY TABLE kernel_edge ON COMMIT DROP AS SELECT * FROM public.kernel_edge")
        run("UPDATE pg_temp.kernel_edge SET target = 'closed'")
        with pytest.raises(DatabaseError, match="follow no edge"), transaction.atomic():
            Task.objects.update(status="closed")


def test_a_large_change_after_many_small_ones_on_one_connection_stays_fast(ground: Ground) -> None:
    """The trigger's plan is kept for the session: one made for single rows must not be quadratic."""
    with entered(EVERYWHERE), bulk_role():
        for n in range(8):
            ground.task(TOWN + n).save()
            Task.objects.filter(area=TOWN + n).update(status="claimed")
        Task.objects.bulk_create((ground.task(TOWN + n) for n in range(8, 8008)), batch_size=8000)
        began = perf_counter()
        Task.objects.filter(status="open").update(status="claimed")
        assert perf_counter() - began < 5  # 0.2 s when it is linear, 11 s when it is quadratic


def _of(areas: range) -> list[tuple[Any, ...]]:
    return fetch(
        "SELECT source, target, move, actor, x.at, reason FROM casework_task_transition x"
        " JOIN casework_task t ON t.id = subject_id WHERE area = ANY(%s)"
        " ORDER BY area, x.id",
        [list(areas)],
    )


def _step(law: Law, pk: int) -> None:
    move = next(m for m in law.lifecycle.open_moves(law.lifecycle.start) if m.target != law.lifecycle.start)
    put(law, {"pk": pk}, str(move.target))


def _walk_to(law: Law, pk: int, wanted: str) -> None:
    """Along the shortest way from the start."""
    paths: dict[str, list[str]] = {str(law.lifecycle.start): []}
    while wanted not in paths:
        for status, path in list(paths.items()):
            for move in law.lifecycle.open_moves(status):
                paths.setdefault(str(move.target), [*path, str(move.target)])
    for status in paths[wanted]:
        put(law, {"pk": pk}, status)
