"""What was returned to a trio is on its phone."""

from __future__ import annotations

from gangmu.casework.models import Task
from gangmu.kernel.scope import Scope, entered, tell
from tests.doors.api.conftest import Ground


def test_the_first_piece_brings_all_that_was_returned_however_much_it_is(ground: Ground) -> None:
    doors = {ground.world.task(f"人{n}") for n in range(52)}
    with entered(Scope.system("test")):
        for move, status in (("report", "reported"), ("return", "returned")):
            tell(move=move)
            Task.objects.update(status=status)
    listed = ground.field.get("/field/tasks", limit=10).json()
    assert {task["id"] for task in listed["tasks"]} == doors and listed["next"] == ""
