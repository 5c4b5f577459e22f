"""Phones without a signal against each other and the desk: every report arrives once and counts, or lies beside."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.casework import actions
from gangmu.casework.models import Report, Task
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import FOUND, THERE
from tests.doors.api.calling import Caller, caller, command
from tests.doors.api.conftest import Ground
from tests.doors.api.test_letters import deliver, letter

FORM = {"outcome": "found", "answers": FOUND}
OFFER = {"to": f"{THERE:018d}"[:12], "reason": "there"}
# A report that is not kept stays on its phone: a return waits to be read, or he never had the door.
NEVER = ("return_not_opened", "not_found", "other_team")
# (what, which phone, which door); what phones do waits in their outbox until they come into the open.
STEPS = st.tuples(
    st.sampled_from(
        [
            "claim",
            "report",
            "report",
            "unclaim",
            "open_return",
            "hand over",
            "up",
            "up and lost",
            "return",
            "compare",
            "offer",
        ]
    ),
    st.integers(0, 2),
    st.integers(0, 1),
)


def version(task: int) -> int:
    with entered(Scope.system("test")):
        return int(Task.objects.get(pk=task).version)


def at_desk(ground: Ground, what: str, task: int) -> None:
    world = ground.world
    try:
        if what == "compare":
            world.do(world.comparer, actions.compare, task)
        elif what == "return":
            world.do(world.comparer, actions.return_, task, "again")
        elif what == "offer":
            world.do(world.desk, actions.offer_handover, task, THERE, "there")
    except Refused:
        pass  # as things stand the desk cannot; the phones go on


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
def test_none_is_lost_and_none_is_doubled(ground: Ground, steps: list[tuple[str, int, int]]) -> None:
    world = ground.world
    people = [world.cadre, world.police, world.far_cadre]
    phones: list[Caller] = [caller(one, "field") for one in people]
    doors = [world.task("甲"), world.task("乙")]
    outboxes: list[list[dict[str, Any]]] = [[], [], []]
    answered: dict[str, dict[str, Any]] = {}

    def up(phone: int, lost: bool) -> None:
        letters = [letter(people[phone].key, one) for one in outboxes[phone]]
        if letters:
            for one in deliver(phones[phone], *letters):
                answered[one["id"]] = one
        if not lost:
            outboxes[phone].clear()

    made: list[str] = []
    for what, phone, door in steps:
        if what.startswith("up"):
            up(phone, lost=what.endswith("lost"))
        elif what in ("return", "compare", "offer"):
            at_desk(ground, what, doors[door])
        else:
            body = {"report": FORM, "hand over": OFFER}.get(what, {})
            kind = "offer" if what == "hand over" else what
            one = command(kind, doors[door], body, seen=version(doors[door]))
            outboxes[phone].append(one)
            if what == "report":
                made.append(one["id"])
    for phone in range(3):
        up(phone, lost=False)

    with entered(Scope.system("test")):
        kept = Counter(
            str(id) for id in Report.objects.filter(task_id__in=doors).values_list("command_id", flat=True)
        )
    assert set(kept.values()) <= {1}
    for id in made:
        said = answered[id]
        if said["result"] in ("done", "repeated", "parked"):
            assert kept[id] == 1, said
        else:
            assert (kept[id], said["code"]) in {(0, code) for code in NEVER}, said
            assert said["data"]["command"]["id"] == id
