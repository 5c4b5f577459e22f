"""The list of a trio is told of what changes in it, and of nothing else."""

from __future__ import annotations

import pytest

from gangmu.casework import actions
from gangmu.casework.queries import marks_of_bodies
from gangmu.doors.live import allows
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import FOUND
from tests.doors.api.conftest import Ground


def test_a_list_names_the_stream_that_tells_its_changes_to_whoever_holds_its_ticket(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ground.field.get("/field/tasks").json()["live"] == ""  # no event server runs here
    monkeypatch.setenv("GANGMU_EVENTS_URL", "https://city.example")
    address, _, ticket = ground.field.get("/field/tasks").json()["live"].partition("?ticket=")
    trio = ground.world.cadre.body_id or 0
    assert address == f"https://city.example/live/trio/{trio}"
    assert allows(ticket, "trio", trio)
    assert not allows(ticket, "trio", trio + 1) and not allows(ticket, "push", trio)
    assert not allows(f"{ticket}x", "trio", trio) and not allows(ticket, "nothing", trio)


def test_whatever_moves_in_a_list_is_told_and_nothing_else(ground: Ground) -> None:
    world = ground.world
    mine, theirs = world.cadre.body_id or 0, world.far_cadre.body_id or 0

    def marks() -> dict[int, str]:
        with entered(Scope.system("test")) as scope:
            return marks_of_bodies(scope, {mine, theirs})

    told = [marks()]
    task = world.task()
    told.append(marks())
    world.do(world.police, actions.claim, task)
    told.append(marks())
    world.do(world.police, actions.report, task, "found", FOUND)
    told.append(marks())
    world.do(world.comparer, actions.return_, task, "看不清")
    told.append(marks())
    assert len({one[mine] for one in told}) == len(told)
    assert len({one[theirs] for one in told}) == 1
