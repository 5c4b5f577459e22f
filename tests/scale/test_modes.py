"""A whole city is switched: 1,524 trios stand by, 3,776 work, 60,000 open tasks follow, in one transaction."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from gangmu.config import roles
from tests import databases

pytestmark = pytest.mark.scale
PEOPLE, TASKS, OPEN = 60_700, 60_500, 60_000
LOST = """
    SELECT count(*) FILTER (WHERE b.standing_by), count(*)
      FROM casework_task t JOIN organization_body b ON b.id = t.owner_id
     WHERE t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')"""
# Run as the product runs it, in a process of its own; prints what the two switches moved. How long it takes says the
# bench (`modes`).
SWITCH = """
from uuid import uuid4
from gangmu.command.modes import actions
from gangmu.command.modes.queries import towns_now
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.scope import Scope
leader = actor_of(User.objects.get(username="leader-city"))
wanted = {town.unit.area: town.emergency for town in towns_now(Scope.of(leader))}
plan = actions.draft(leader, uuid4(), "whole city", "third", wanted, anew=False)
actions.work_out(Scope.system("rehearsal").actor, plan, leader.post_id or 0)
actions.check(leader, uuid4(), plan)
for do in (actions.activate, actions.roll_back):
    print(do.__name__, do(leader, uuid4(), plan, "rehearsal"), flush=True)
"""


def told(name: str, *command: str) -> str:
    """What a command of the product says on the database of that name."""
    known = {**os.environ, "GANGMU_DATABASE": name, "GANGMU_DEMO": "1"}
    made = [sys.executable, "-m", "gangmu", *command]
    return subprocess.run(made, env=known, check=True, capture_output=True, text=True).stdout


def test_a_city_with_60_000_open_tasks_is_switched_and_back_and_none_is_ever_without_an_owner() -> None:
    name = f"gangmu_live_{os.getpid()}_modes"
    databases.copy(name, databases.CITY)
    looks: list[tuple[int, int]] = []
    done = Event()

    def watch() -> None:
        with roles.connect("admin", name) as connection:
            while not done.is_set():
                looks.append(connection.execute(LOST).fetchone())  # type: ignore[arg-type]
                time.sleep(0.2)

    try:
        told(name, "twin", "build", "--people", str(PEOPLE), "--tasks", str(TASKS), "--open", str(OPEN))
        with ThreadPoolExecutor(1) as pool:
            watching = pool.submit(watch)
            try:
                said = [
                    line.split() for line in told(name, "shell", "-v", "0", "-c", SWITCH).splitlines() if line
                ]
            finally:
                done.set()
            watching.result()
    finally:
        databases.drop(name)
    moved = {what: int(n) for what, n in said}
    assert {lost for lost, _all in looks} == {0} and min(n for _lost, n in looks) >= OPEN
    assert moved["activate"] == moved["roll_back"] >= OPEN
