"""A process that dies while it takes results in or calls members back loses nothing and doubles nothing."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from uuid import uuid4

import pytest

from gangmu.casework.models import Task
from gangmu.control.sampling.models import Result
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.control.sampling.conftest import MORNING, Town

# It dies where it would call `name` of `module`.
KILLED = """
import importlib, os, pickle, signal
from datetime import datetime
from uuid import UUID
import django
django.setup()
from gangmu.control.sampling import actions
from gangmu.control.sampling.rules.lists import Line
from gangmu.kernel import clock
from gangmu.kernel.facts import react_to
from gangmu.kernel.scope import Scope, entered
setattr(importlib.import_module("{module}"), "{name}", lambda *_: os.kill(os.getpid(), {signal}))
now = datetime.fromisoformat("{now}")
with clock.at(now):
    {what}
"""
RESULTS = """
    who, lines = pickle.loads({who!r}), [Line(0, "POOL-1", "positive", now)]
    with entered(Scope.of(who)):
        actions.receive_results(who, UUID("{command}"), "中心实验室", lambda _now: (lines, []))
"""
ACTIONS = "gangmu.control.sampling.actions"


def killed(module: str, name: str, what: str) -> None:
    code = KILLED.format(
        module=module, name=name, signal=int(signal.SIGKILL), now=MORNING.isoformat(), what=what
    )
    done = subprocess.run([sys.executable, "-c", code], env=dict(os.environ), check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_a_death_between_two_statements_leaves_each_result_once_and_each_member_called_once(
    town: Town,
) -> None:
    people = town.people(3)
    one, site = town.round(), town.site()
    for person in people:
        town.scan(one, site, "POOL-1", person)
    town.seal(one, "POOL-1")
    command = uuid4()
    what = RESULTS.format(who=pickle.dumps(town.laboratory), command=command)
    for name in ("record", "end_tasks"):
        killed(f"{ACTIONS}.receiving", name, what)
        assert town.status("POOL-1") == "sealed"
    assert town.found({"POOL-1": "positive"}, command=command).stored == 1
    assert town.found({"POOL-1": "positive"}, command=command).stored == 1  # the answer that it had
    with entered(Scope.system("test")):
        assert Result.objects.count() == 1

    (fact,) = FactRow.objects.filter(kind="sampling.positive").values_list("pk", flat=True)
    for name in ("open_tasks", "call_with", "settle_pools"):
        killed(f"{ACTIONS}.recalling", name, f"react_to({fact})")
        assert town.recalls() == []
    town.react()
    town.react()
    assert town.recalls() == ["asked"] * 3
    with entered(Scope.system("test")):
        assert sorted(Task.objects.values_list("name", flat=True)) == ["居民0", "居民1", "居民2"]
    assert town.true()
