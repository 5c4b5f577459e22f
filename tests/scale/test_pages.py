"""In a large city no page reads much more than it shows, whoever looks.

Counted are the blocks that each statement touches, not the time: a walk through a whole table, a sort of a city, a
subquery that gathers what nobody asked for show on any machine, however busy.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from bench.browsing import Visitor
from bench.budgets import PAGES, fill
from gangmu.config import postgres
from tests import databases

pytestmark = pytest.mark.scale
NAME = f"gangmu_test_{os.getpid()}_twin"
PEOPLE, TASKS = 300_000, 200_000
# Of 8 KiB: what one statement may touch, for a village or town and for a county or the city.
BLOCKS = {100: 5_000, 200: 10_000}
# Where the rows themselves are that many: a village walked for one character, a batch counted by town and status.
MORE = {"/search/?q=王": 60_000, "/search/?q=王天": 10_000, "/push/{batch}/": 80_000}
SORTED = 5_000
LARGE = {
    "register_person", "register_presence", "register_household", "casework_task", "casework_report",
    "casework_review", "casework_timer", "casework_task_transition", "intake_row", "kernel_fact",
}  # fmt: skip


@pytest.fixture(scope="module")
def city(django_db_blocker: Any) -> Iterator[None]:
    """Django points at a twin of 300,000 people and 200,000 tasks."""
    chosen = {**os.environ, "GANGMU_DATABASE": NAME, "GANGMU_DEMO": "1"}
    size = ("--people", str(PEOPLE), "--tasks", str(TASKS))
    databases.lease()
    subprocess.run([sys.executable, "-m", "gangmu", "twin", "build", *size], env=chosen, check=True)
    before = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["default"].settings_dict.update(postgres.connection_settings("web"), NAME=NAME)
        yield
        connections["default"].close()
        connections["default"].settings_dict.update(before)
        databases.drop(NAME)


@pytest.mark.parametrize(
    ("login", "budget", "address"),
    [(login, budget, address) for login, budget, addresses in PAGES for address in addresses],
)
def test_a_page_reads_little(city: None, login: str, budget: int, address: str) -> None:
    visitor = Visitor(login)
    filled = fill(visitor, address)
    found: list[str] = []
    most = next((most for page, most in MORE.items() if address.startswith(page)), BLOCKS[budget])
    with connection.execute_wrapper(explained(most, found)):
        visitor.get(filled)
    assert not found, "\n".join(found)


def explained(most: int, found: list[str]) -> Callable[..., Any]:
    """An execute wrapper that explains each query before it runs and notes what reads too much."""

    def wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = sql if isinstance(sql, str) else ""
        if text.lstrip().upper().startswith(("SELECT", "WITH", "--")) and ";" not in text:
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {text}", params)
                plan = cursor.fetchone()[0][0]["Plan"]
            for fault in faults(plan, most):
                found.append(f"{fault}: {' '.join(text.split())[:300]}")
        return execute(sql, params, many, context)

    return wrapper


def faults(plan: dict[str, Any], most: int) -> Iterator[str]:
    """What is wrong with a plan that has run."""
    read = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    if read > most:
        yield f"{read:,} blocks, {most:,} allowed"
    for node in nodes(plan):
        name, table = node["Node Type"], node.get("Relation Name", "")
        if name == "Seq Scan" and table in LARGE:
            yield f"all of {table}"
        if name == "Sort" and node["Plans"][0]["Actual Rows"] > SORTED:
            yield f"a sort of {node['Plans'][0]['Actual Rows']:,} rows"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's nodes, from the outside in."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def test_the_judge_of_plans_sees_what_is_wrong() -> None:
    scan = {"Node Type": "Seq Scan", "Relation Name": "casework_task", "Actual Rows": 9_000,
            "Shared Hit Blocks": 4_000, "Shared Read Blocks": 1}  # fmt: skip
    plan = {"Node Type": "Sort", "Actual Rows": 50, "Shared Hit Blocks": 4_000, "Shared Read Blocks": 1,
            "Plans": [scan]}  # fmt: skip
    assert list(faults(plan, 3_000)) == [
        "4,001 blocks, 3,000 allowed", "a sort of 9,000 rows", "all of casework_task",
    ]  # fmt: skip
