"""The whole city goes to emergency and back, its open tasks with it: each a transaction, on a fresh copy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter
from uuid import uuid4

from bench.table import Figure
from gangmu.command.modes import actions
from gangmu.command.modes.queries import towns_now
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.bulk import bulk_role, run
from gangmu.kernel.scope import Scope, entered

PEOPLE = 60_700  # as the demo has them: only the open tasks are to be as many as in the city at full size
BARE = (
    "CREATE TEMPORARY TABLE bare (LIKE casework_task INCLUDING INDEXES) ON COMMIT DROP",
    "INSERT INTO bare SELECT * FROM casework_task WHERE owner_id IS NOT NULL",
    "UPDATE bare SET owner_id = owner_id + 1, version = version + 1",
)


def figures(quick: bool) -> Iterator[Figure]:
    """Planned, activated, rolled back."""
    tasks = 6_000 if quick else 60_000
    size = ("--people", str(PEOPLE), "--tasks", str(tasks + 500), "--open", str(tasks))
    subprocess.run([sys.executable, "-m", "gangmu", "twin", "build", *size], stdout=sys.stderr, check=True)
    leader = actor_of(User.objects.get(username="leader-city"))
    assert leader is not None  # the demo's
    with entered(Scope.of(leader)) as scope:
        wanted = {town.unit.area: town.emergency for town in towns_now(scope)}
    began = perf_counter()
    plan = actions.draft(leader, uuid4(), "whole city", "third", wanted, anew=False)
    actions.work_out(Scope.system("bench").actor, plan, leader.post_id or 0)
    yield Figure(f"a plan of {len(wanted)} towns worked out", perf_counter() - began, "s")
    actions.check(leader, uuid4(), plan)
    floor = _bare()
    for what, do in (("goes to emergency", actions.activate), ("… and back", actions.roll_back)):
        began = perf_counter()
        moved = do(leader, uuid4(), plan, "bench")
        took = perf_counter() - began
        said = f"{what}, {moved:,} open tasks moved in one transaction"
        yield Figure(said, took, "s", floor, "bare UPDATE of as many", 10)


def _bare() -> float:
    """Seconds that a bare UPDATE of these tasks takes, with their indexes and nothing else."""
    with entered(Scope.system("bench")), bulk_role():
        for step in BARE:
            began = perf_counter()
            run(step)
    return perf_counter() - began
