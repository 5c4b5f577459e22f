"""The works of a day in a zone: opened for the trio of each grid, reported, dropped with its zone."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from uuid import uuid4

from gangmu.casework.actions import NewTask, cancel, open_tasks
from gangmu.casework.models import Task
from gangmu.casework.rules import ReportForm
from gangmu.control.zones import policy
from gangmu.control.zones.bulk import doors_by_grid
from gangmu.control.zones.forms import PLACE_SURVEY, PLACE_WORK, Surveyed, Worked
from gangmu.control.zones.models import DayWork, Zone
from gangmu.control.zones.queries.works import plan_of, works_met
from gangmu.control.zones.queries.zones import standing
from gangmu.control.zones.rules import Turn, first_day, turns
from gangmu.control.zones.states import LIVING
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.organization.queries import owners_of
from gangmu.ground.territory.queries import breadcrumb
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

WITH_TRIOS = ("open", "claimed", "returned", "offered")
# What a task is for is data of the case, in the language of the office.
WHAT_FOR, DOORS = "{zone}：{plan}，今日第 {run} 次", "，区内 {doors} 户"


def open_works(actor: Actor) -> int:
    """Open what is to be done now in every living zone whose level has a plan, for the trio of each grid, once.

    Returns how many tasks are new; running it again changes nothing. Refused: not_allowed.
    """
    if not policy.may_open_works(actor):
        raise Refused("not_allowed")
    living = Zone.objects.select_for_update(no_key=True, of=("self",)).filter(status__in=LIVING)
    return sum(_open(zone) for zone in living.select_related("incident").order_by("pk"))


def _open(zone: Zone) -> int:
    plan = plan_of(zone)
    if plan is None:
        return 0
    now, today = clock.now(), clock.today()
    due = turns(plan, first_day(standing(zone).past), now, works_met(zone, plan))
    known = set(DayWork.objects.filter(zone=zone, on=today).values_list("code", "run", "area"))
    grids = doors_by_grid(zone, today) if due else {}
    owned = owners_of(grids, held=True)
    wanted = [
        (turn, area, doors)
        for area, doors in grids.items()
        for turn in due
        if (turn.work.code, turn.run, area) not in known and owned[area]
    ]
    opened = open_tasks([_task(zone, plan.name, turn, area, doors) for turn, area, doors in wanted])
    DayWork.objects.bulk_create(
        DayWork(
            zone=zone, area=area, code=turn.work.code, on=today, run=turn.run, doors=doors, task_id=task,
            due_at=turn.due,
        )
        for (turn, area, doors), (task, _fresh) in zip(wanted, opened, strict=True)
    )  # fmt: skip
    return len(wanted)


def _task(zone: Zone, plan: str, turn: Turn, area: int, doors: int) -> NewTask:
    pack, work = pack_named(zone.pack, zone.pack_version), turn.work
    what = WHAT_FOR.format(zone=zone.name, plan=plan, run=turn.run) + (
        DOORS.format(doors=doors) if doors else ""
    )
    index = next((one for one in pack.indices if one.code == work.until_index), None)
    if index is not None:
        what += f"。{index.numerator} / {index.denominator}"
    minutes = ceil((turn.due - clock.now()) / timedelta(minutes=1))
    return NewTask(
        PLACE_SURVEY if index else PLACE_WORK, zone.incident, pack.default_category, None, area, work.text[:60],
        f"{breadcrumb(area)[-1][1]} · {zone.name}", known={"what_for": what, "zone": zone.pk}, minutes=minutes,
    )  # fmt: skip


def receive(actor: Actor, task: Task, form: ReportForm) -> None:
    """A report of a work that has won: what was reached or counted stands with the zone."""
    counts: dict[str, int] = {}
    if isinstance(form, Worked):
        counts = {"reached": form.reached}
    elif isinstance(form, Surveyed):
        counts = {"inspected": form.inspected, "found": form.found}
    DayWork.objects.filter(task=task).update(
        **{"reached": None, "inspected": None, "found": None, "reported_at": clock.now(), **counts}
    )


def drop_works(actor: Actor, zone: Zone, reason: str) -> None:
    """End what is still with trios of works that a zone has no use for any more: lifted, fallen, drawn elsewhere."""
    plan = None if zone.status == "lifted" else plan_of(zone)
    codes = {work.code for work in (plan.works if plan else ())}
    grids = doors_by_grid(zone, clock.today()) if codes else {}
    waiting = DayWork.objects.filter(zone=zone, task__status__in=WITH_TRIOS).select_related("task__incident")
    for work in waiting.order_by("pk"):
        if work.code not in codes or work.area not in grids:
            cancel(actor, uuid4(), work.task, reason)
