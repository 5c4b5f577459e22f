"""Processes may die between any two statements: fifty deaths, and the ledger still balances."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gangmu.config.processes import Process
from gangmu.twin.push_files import as_csv, city_writer, layout, table
from tests.journeys.test_main_job import pushed, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser

ROWS, DEATHS = 5_000, 50


def killed(process: Process) -> None:
    """End a process of the stack and its children at once, and start it again."""
    assert process.child is not None
    os.killpg(process.child.pid, signal.SIGKILL)
    process.child.wait(timeout=10)
    process.start()


def test_a_push_survives_fifty_deaths_of_worker_and_web_server(
    live: Live, visitor: Callable[..., Page], tmp_path: Path
) -> None:
    chance = random.Random(20)
    file = tmp_path / "surge.csv"
    profile = layout("big_data_push")
    entries = [entry for entry, _ in city_writer(20).rows(ROWS)]
    file.write_bytes(as_csv(*table(profile, entries)))
    clerk = signed_in(visitor, live, "push")
    pushed(clerk, live, file)
    clerk.get_by_role("button", name="提交 5,000 条").click()
    if (sure := clerk.get_by_role("button", name="确定")).is_visible():
        sure.click()
    expect(clerk.get_by_text("推送台账").first).to_be_visible(timeout=30_000)
    clerk.close()

    done_during = 0
    for _ in range(DEATHS):
        time.sleep(chance.uniform(0.1, 2.6))  # the random point at which a process dies
        killed(live.process("worker" if chance.random() < 0.8 else "web"))
        ((status,),) = live.query("SELECT status FROM intake_batch")
        done_during += status == "done"

    deadline = time.monotonic() + 90
    while live.query("SELECT status FROM intake_batch") != [("done",)]:
        assert time.monotonic() < deadline, "the push did not come to its end"
        time.sleep(0.5)

    ((received, *parts, rows),) = live.query(
        "SELECT received, tasks, merged, handed_over, out_of_city, refused, waiting,"
        " (SELECT count(*) FROM intake_row) FROM intake_batch"
    )
    assert received == rows == sum(parts)
    assert received == ROWS
    twice = (
        "SELECT person_id FROM casework_task WHERE status NOT IN ('closed', 'released', 'cancelled')"
        " GROUP BY person_id, incident_id, kind HAVING count(*) > 1"
    )
    assert live.query(twice) == []
    assert live.query("SELECT count(*) FROM casework_task") == [(parts[0],)]
    opened = "SELECT count(*) FROM casework_task_transition WHERE move = 'open'"
    assert live.query(opened) == [(parts[0],)]
    assert done_during < DEATHS
