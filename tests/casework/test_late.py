"""What is late is noted by the job that looks at deadlines, beside whoever works."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gangmu.casework import actions, queries
from gangmu.casework.models import Task
from gangmu.kernel import clock
from gangmu.kernel.bulk import run
from gangmu.kernel.scope import entered, tell
from tests.casework.test_tally import SYSTEM, counted, told
from tests.casework.test_two_phones import at_once
from tests.casework.world import NOON, build


@pytest.mark.django_db(transaction=True)
def test_deadlines_are_told_without_waiting_for_whoever_has_a_task_in_hand() -> None:
    """Nor can the two block each other: whoever moves a task locks it first and its timer after."""
    world = build()
    with clock.at(NOON):
        held, other = world.task("居民甲"), world.task("居民乙")
    tomorrow = NOON + timedelta(days=2)

    def late() -> int:
        with clock.at(tomorrow), entered(SYSTEM):
            run("SET LOCAL lock_timeout = '2s'")
            actions.tell_deadlines(SYSTEM.actor)
            return queries.count_open(SYSTEM).overdue

    with clock.at(tomorrow), entered(SYSTEM):
        tell(move="claim")
        Task.objects.filter(pk=held).update(status="claimed", claimed_at=NOON)
        assert at_once(late) == [1]
        run("UPDATE casework_timer SET stopped_at = %s WHERE task_id = %s", [tomorrow, held])
    assert late() == 1
    with entered(SYSTEM):
        assert list(Task.objects.filter(late=True).values_list("pk", flat=True)) == [other]
        assert told() == counted()
