"""Members of positive pools: each asked, by the trio of his grid, to stay and be swabbed singly. Nothing binds him."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid5

from gangmu.casework.actions import NewTask, cancel, open_tasks
from gangmu.casework.models import Task
from gangmu.casework.states import WITH_TRIO
from gangmu.control.sampling import policy
from gangmu.control.sampling.actions.allowing import allow, reason_of
from gangmu.control.sampling.bulk import call_back, call_with, settle_pools
from gangmu.control.sampling.facts import PoolResolved
from gangmu.control.sampling.forms import RECALL
from gangmu.control.sampling.models import Recall, Tube
from gangmu.control.sampling.states import RECALL as LIFE
from gangmu.control.sampling.states import WAITING
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.organization.queries import owners_of
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered, tell

# Words of the case, in the language of the office.
ASKED = "混采管 {code} 检出阳性：请通知本人就地等候，尽快单管复采"
FOUND = "单管 {code} 检出阳性：请联系本人，按预案报告"
OVER = "复采已有结果"


def call_members(actor: Actor, tube_id: int) -> int:
    """Call back whoever is in a tube in which something was found; returns how many tasks. Again it changes nothing."""
    tube = Tube.objects.select_related("round__incident").get(pk=tube_id)
    incident = tube.round.incident
    rules = pack_of(incident).sampling
    words = (ASKED if tube.capacity > 1 else FOUND).format(code=tube.code)
    asked = call_back(tube_id, clock.now())
    owned = owners_of({area for _recall, area, _person, _name in asked}, held=True)
    called = [one for one in asked if owned[one[1]] is not None]
    news = [
        NewTask(
            RECALL, incident, pack_of(incident).default_category, person, area, name, known={"remark": words},
            urgent=True, minutes=rules.recall_minutes if rules else None,
        )
        for _recall, area, person, name in called
    ]  # fmt: skip
    opened = open_tasks(news)
    call_with([(one[0], task) for one, (task, _fresh) in zip(called, opened, strict=True)])
    _settled(actor, uuid5(UUID(int=0), f"recall {tube_id}"), [tube_id])
    return len(opened)


def settle_recall(actor: Actor, command: UUID, recall: Recall, reason: str) -> None:
    """End a recall that no swab can end, for a reason: a human decides. Refused: not_allowed, reason_missing, …"""
    allow(policy.may_settle(actor))
    why = reason_of(reason)

    def do() -> None:
        target = LIFE.check("settle", recall.status)
        tell(move="settle", reason=why)
        found = Recall.objects.filter(pk=recall.pk, status__in=[str(s) for s in WAITING])
        if not found.update(status=target, resolved_at=clock.now()):
            raise Refused("move_not_possible", move="settle", status=recall.status)
        _settled(actor, command, [recall.tube_id])

    once(actor, command, "sampling.settle_recall", do)


def _settled(actor: Actor, command: UUID, tubes: list[int]) -> None:
    resolved, over = settle_pools(tubes, clock.now())
    record(actor, *(PoolResolved(tube, area) for tube, area in resolved))
    end_tasks(command, over)


def end_tasks(command: UUID, tasks: Iterable[int]) -> None:
    """End the tasks of recalls that are over, while nobody has reported them; by the system."""
    wanted = list(tasks)
    if not wanted:
        return
    with entered(Scope.system("sampling")):
        found = list(Task.objects.select_for_update().filter(pk__in=wanted, status__in=WITH_TRIO))
        for task in found:
            cancel(_OFFICE, uuid5(command, f"task {task.pk}"), task, OVER)


_OFFICE = Scope.system("sampling").actor
