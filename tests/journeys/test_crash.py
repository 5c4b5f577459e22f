"""Processes may die between any two statements, again and again, and the ledger still balances."""

from __future__ import annotations

import itertools
import os
import random
import signal
import time

import pytest
from playwright.sync_api import Page, expect

from gangmu.config import roles
from gangmu.config.processes import Process
from gangmu.twin.push_files import as_csv, city_writer, layout, table
from tests.journeys.steps import Visitor, signed_in, uploaded
from tests.live import Live

pytestmark = pytest.mark.browser

ROWS = 5_000


def killed(process: Process) -> None:
    """End a process of the stack and its children at once, and start it again."""
    assert process.child is not None
    os.killpg(process.child.pid, signal.SIGKILL)
    process.child.wait(timeout=10)
    process.start()


def surge(clerk: Page, live: Live, seed: int) -> str:
    """Push 5,000 further names and commit them; returns the name of the file."""
    entries = [entry for entry, _ in city_writer(seed).rows(ROWS)]
    live.stack.wait_until_ready()
    name = uploaded(clerk, live, as_csv(*table(layout("big_data_push"), entries)))
    clerk.get_by_role("button", name="提交 5,000 条").click()
    expect(clerk.get_by_text("推送台账").first).to_be_visible(timeout=30_000)
    return name


def left_behind(live: Live) -> None:
    """What died is cleared away at once, as it may be; tables then count as small, however fast they grow again."""
    with roles.connect("admin", live.database) as connection:
        connection.execute(
            "VACUUM (TRUNCATE off) casework_task, intake_row, register_person, register_presence"
        )


def under_way(live: Live) -> bool:
    """Whether a committed push has not come to its end."""
    return live.query("SELECT EXISTS (SELECT FROM intake_batch WHERE status = 'queued')") == [(True,)]


def checks(live: Live, also: str = "") -> int:
    """How many door checks there are, by a further condition if there is one."""
    ((count,),) = live.query(
        f"SELECT count(*) FROM casework_task t WHERE t.kind = 'ground_verification' {also}"
    )
    return int(count)


@pytest.mark.parametrize("number", [15, pytest.param(50, marks=pytest.mark.scale)])
def test_pushes_survive_the_deaths_of_worker_and_web_server(
    live: Live, visitor: Visitor, number: int
) -> None:
    chance = random.Random(20)
    clerk = signed_in(visitor, live, "push")
    before = checks(live)
    deaths, files, seeds = 0, [], itertools.count(number)  # no list comes twice, or it is not taken again
    while deaths < number:  # a push that finished between two deaths is followed by the next
        if not under_way(live):
            files.append(surge(clerk, live, next(seeds)))
        time.sleep(chance.uniform(0, 2.2))  # the random point at which a process dies
        deaths += under_way(live)
        killed(live.process("worker" if chance.random() < 0.8 else "web"))
        left_behind(live)
    clerk.close()

    deadline = time.monotonic() + 90
    while under_way(live):
        assert time.monotonic() < deadline, "the push did not come to its end"
        time.sleep(0.5)

    ledgers = live.query(
        "SELECT status, received, (SELECT count(*) FROM intake_row r WHERE r.batch_id = b.id),"
        " tasks + merged + handed_over + out_of_city + refused + waiting, tasks FROM intake_batch b"
        " WHERE filename = ANY(%s)",
        files,
    )
    assert ledgers == [("done", ROWS, ROWS, ROWS, tasks) for *_, tasks in ledgers]
    assert len(ledgers) == len(files)
    twice = (
        "SELECT person_id FROM casework_task WHERE person_id IS NOT NULL"
        " AND status NOT IN ('closed', 'released', 'cancelled')"
        " GROUP BY person_id, incident_id, kind HAVING count(*) > 1"
    )
    assert live.query(twice) == []
    assert checks(live) - before == sum(tasks for *_, tasks in ledgers)
    opened = "EXISTS (SELECT FROM casework_task_transition h WHERE h.subject_id = t.id AND h.move = 'open')"
    assert checks(live, f"AND NOT {opened}") == 0
