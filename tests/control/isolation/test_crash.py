"""A process that dies while it plans the day loses nothing and doubles nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from gangmu.casework.models import Task
from gangmu.control.isolation import actions
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from tests.control.isolation.conftest import Care
from tests.control.isolation.test_course import later, running, system

# It dies after days were taken and before the tasks of the second slice are opened.
KILLED = """
import os, signal
from datetime import datetime
import django
django.setup()
from gangmu.control.isolation.actions import going
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
opened, slices = going.open_tasks, []
def killing(news):
    slices.append(news)
    if len(slices) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return opened(news)
going.open_tasks = killing
with clock.at(datetime.fromisoformat("{now}")):
    while True:
        with entered(Scope.system("killed")) as scope:
            going.go_through_day(scope.actor, 2)
"""


@pytest.mark.django_db(transaction=True)
def test_a_death_between_two_statements_of_the_plan_loses_nothing_and_doubles_nothing(care: Care) -> None:
    for n in range(5):
        running(care, f"居民{n}")
    now = later(2)
    command = [sys.executable, "-c", KILLED.format(now=now.isoformat())]
    done = subprocess.run(command, env=dict(os.environ), check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL
    with entered(Scope.system("test")):
        assert 0 < Task.objects.filter(kind="day_call").count() < 5
    with clock.at(now):
        while system(actions.go_through_day, 2):
            pass
    with entered(Scope.system("test")):
        for kind in ("day_call", "look_in"):
            found = Task.objects.filter(kind=kind).values_list("name", "sources")
            assert sorted(found) == [(f"居民{n}", 1) for n in range(5)], kind
