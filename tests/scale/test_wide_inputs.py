"""Inputs as wide as a city: memory does not grow with them, a death costs a slice, every line has an ending."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from gangmu.control.roster.queries import import_in
from gangmu.kernel.scope import Scope, entered
from tests.control.roster.conftest import Roster, committed, register, resident  # noqa: F401  (a fixture)

pytestmark = pytest.mark.scale

FEW, MANY = 60_000, 240_000  # enough for helpers, both
WORK = """
import resource
import django
django.setup()
from gangmu.control.roster.actions import run
from gangmu.kernel.scope import Scope
run(Scope.system("scale").actor, {one})
print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


def file_of(people: int) -> bytes:
    """A register of so many, three to a door; every thousandth line is broken."""
    lines = register([resident(n, f"东街{n // 3}号") for n in range(people)]).split(b"\n")
    lines[1000:people:1000] = [line[:20] for line in lines[1000:people:1000]]
    return b"\n".join(lines)


def worker(import_id: int) -> subprocess.Popen[str]:
    """A worker in a process of its own; at its end it says how much memory it or a helper of it needed, in kB."""
    command = [sys.executable, "-c", WORK.format(one=import_id)]
    return subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE, text=True)


def received(import_id: int) -> int:
    """How far an import is that a worker is at."""
    with entered(Scope.system("test")) as scope:
        return import_in(scope, import_id).received


def test_a_register_many_times_as_long_needs_no_more_memory_and_survives_a_death(
    committed: Roster,  # noqa: F811
) -> None:
    small = committed.upload(file_of(FEW))
    needed = int(worker(small.pk).communicate()[0])
    assert committed.counts(committed.of(small.pk)) == {"created": FEW - 59, "refused": 59}

    large = committed.upload(file_of(MANY))
    dying = worker(large.pk)
    while received(large.pk) < MANY // 3:
        assert dying.poll() is None
        time.sleep(0.5)
    dying.send_signal(signal.SIGKILL)
    dying.communicate()
    again = int(worker(large.pk).communicate()[0])
    done = committed.of(large.pk)
    assert (done.status, done.received) == ("done", MANY)
    assert committed.counts(done) == {"created": MANY - FEW - 179, "unchanged": FEW - 60, "refused": 239}
    assert again < needed + 50_000, (needed, again)
