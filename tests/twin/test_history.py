"""A month of work, loaded set by set, is what the product would have written: each law of the tables holds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from gangmu.casework.states import TALLY
from gangmu.config import roles
from gangmu.kernel import clock
from gangmu.twin import history
from tests import databases

NAME = f"gangmu_test_{os.getpid()}_past"
CHECKS = "kind = 'ground_verification'"  # the demo has other tasks besides
# What a load must leave as it found it. PostgreSQL writes the casts of a restored condition in another way.
SHAPE = """
    SELECT regexp_replace(indexdef, '[()]|::character varying|::text|\\[\\]', '', 'g') FROM pg_indexes
     WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) || convalidated FROM pg_constraint
    UNION ALL SELECT tgrelid::regclass || ' ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT relname || relforcerowsecurity FROM pg_class WHERE relrowsecurity ORDER BY 1"""
# Tables with rows of which the planner knows nothing: it would plan for a city of a handful.
UNCOUNTED = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples < 0"""


def twin(*words: str) -> subprocess.CompletedProcess[str]:
    """`gangmu twin build` of the demo city's residents, who are there already."""
    command = [sys.executable, "-m", "gangmu", "twin", "build", "--people", "60700", "--jobs", "1", *words]
    chosen = {**os.environ, "GANGMU_DATABASE": NAME, "GANGMU_DEMO": "1"}
    return subprocess.run(command, env=chosen, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def past() -> Iterator[psycopg.Connection[Any]]:
    """The demo city after thirty days, seen by the administrator."""
    databases.copy(NAME, databases.CITY)
    with roles.connect("admin", NAME) as connection:
        assert connection.execute(UNCOUNTED).fetchall() == []
        before = connection.execute(SHAPE).fetchall()
        done = twin("--tasks", "3000", "--open", "90")
        assert done.returncode == 0, done.stderr
        assert connection.execute(SHAPE).fetchall() == before
        yield connection
    databases.drop(NAME)


def one(past: psycopg.Connection[Any], query: str) -> Any:
    """The single value of a query."""
    row = past.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_slots_are_the_four_of_each_day_up_to_now() -> None:
    found = history.moments(datetime(2026, 3, 5, 5, 0, tzinfo=UTC), days=2)
    assert [moment.strftime("%d %H") for moment in found] == [
        "03 15", "03 18", "04 10", "04 12", "04 15", "04 18", "05 10", "05 12",
    ]  # fmt: skip


def test_every_row_is_a_task_and_every_batch_balances(past: psycopg.Connection[Any]) -> None:
    assert one(past, f"SELECT count(*) FROM casework_task WHERE {CHECKS}") == 3000
    assert one(past, f"SELECT count(DISTINCT person_id) FROM casework_task WHERE {CHECKS}") == 3000
    assert one(past, "SELECT count(*) FROM intake_batch") == 120
    unequal = """SELECT count(*) FROM intake_batch b WHERE b.received <>
                 (SELECT count(*) FROM intake_row r JOIN casework_task t ON t.id = r.task_id AND t.area = r.area
                   WHERE r.batch_id = b.id AND r.outcome = 'task')"""
    assert one(past, unequal) == 0


def test_the_newest_are_open_and_some_of_them_are_late(past: psycopg.Connection[Any]) -> None:
    still = "status IN ('open', 'claimed', 'reported', 'compared', 'returned')"
    assert 85 <= one(past, f"SELECT count(*) FROM casework_task WHERE {CHECKS} AND {still}") <= 95
    assert one(past, f"SELECT count(*) FROM casework_task WHERE {still} AND due_at < now()") >= 1
    assert one(past, "SELECT count(*) FROM casework_task WHERE late") >= 1


def test_history_ends_where_the_task_stands_and_follows_the_edges(past: psycopg.Connection[Any]) -> None:
    ends = """SELECT count(*) FROM casework_task t WHERE t.status <>
              (SELECT target FROM casework_task_transition x WHERE x.subject_id = t.id ORDER BY id DESC LIMIT 1)"""
    broken = """SELECT count(*) FROM (SELECT source, move, target, lag(target, 1, '') OVER w AS before
                  FROM casework_task_transition WINDOW w AS (PARTITION BY subject_id ORDER BY id)) x
                 WHERE source <> before OR NOT EXISTS (SELECT FROM kernel_edge e WHERE e.model = 'casework_task'
                       AND (e.source, e.target, e.move) = (x.source, x.target, x.move))"""
    assert (one(past, ends), one(past, broken)) == (0, 0)


def test_closed_tasks_have_passed_both_gates_by_others(past: psycopg.Connection[Any]) -> None:
    wrong = """SELECT count(*) FROM casework_task t WHERE t.status = 'closed' AND (
                 SELECT count(DISTINCT v.by_id) FILTER (WHERE v.passed AND v.by_id <> r.by_id)
                   FROM casework_report r JOIN casework_review v ON v.report_id = r.id WHERE r.task_id = t.id) <> 2"""
    facts = """SELECT (SELECT count(*) FROM kernel_fact WHERE kind = 'casework.released')
                    - (SELECT count(*) FROM casework_task WHERE status = 'closed')"""
    assert (one(past, wrong), one(past, facts)) == (0, 0)


def test_the_counts_of_the_boards_agree_with_the_tasks(past: psycopg.Connection[Any]) -> None:
    counted = "SELECT sum(open + claimed + reported + compared + returned) FROM casework_tasktally"
    still = "status IN ('open', 'claimed', 'reported', 'compared', 'returned')"
    assert one(past, counted) == one(past, f"SELECT count(*) FROM casework_task WHERE {still}")
    assert past.execute(TALLY.recounting, {"today": clock.today()}).fetchall() == []


def test_one_timer_runs_for_each_open_task_and_none_for_the_others(past: psycopg.Connection[Any]) -> None:
    wrong = """SELECT count(*) FROM casework_task t WHERE (t.status NOT IN ('closed', 'cancelled'))::int <>
                 (SELECT count(*) FROM casework_timer r WHERE r.task_id = t.id AND r.stopped_at IS NULL)"""
    assert one(past, wrong) == 0


def test_a_city_with_a_past_gets_no_second_one_and_no_other_plan(past: psycopg.Connection[Any]) -> None:
    assert twin("--tasks", "500").returncode == 0
    assert one(past, f"SELECT count(*) FROM casework_task WHERE {CHECKS}") == 3000
    other = twin("--seed", "2")
    assert (other.returncode, "'seed': 1" in other.stderr) == (1, True), other.stderr
