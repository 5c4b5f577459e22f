"""Opening a task by hand or many for the system, the twins of a push; and ending one that should not be there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import SQL, allow, lost, move, needs_reason
from gangmu.casework.models import Task
from gangmu.casework.rules import kind_of
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.organization.queries import owner_of, owners_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class NewTask:
    """What to do, about whom, where; `known` is what nobody shall ask again.

    `minutes`: within how many natural minutes it is to be reported, where that is not the pack's to say.
    """

    kind: str
    incident: Incident
    category: str
    person_id: int | None
    area: int
    name: str
    address: str = ""
    building: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False
    flagged: bool = False
    minutes: int | None = None


def open_task(actor: Actor, command_id: UUID, new: NewTask, reason: str = "") -> tuple[int, bool]:
    """Open a task with its first deadline, or join the open check that the person already has.

    Returns the task's id and whether it is a new one. The person's presence is the caller's to note.
    Refused: not_allowed, not_found (the area is not the actor's), area_unknown.
    """
    allow(policy.may_open(actor))
    kind_of(new.kind)
    if new.area not in actor.jurisdiction:
        raise Refused("not_found")

    def do() -> list[Any]:
        owner = owner_of(new.area, held=True)
        if owner is None:
            raise Refused("area_unknown")
        now = clock.now()
        params = {
            "kind": new.kind,
            "incident": new.incident.pk,
            "category": new.category,
            "person": new.person_id,
            "owner": owner,
            "area": new.area,
            "name": new.name,
            "address": new.address,
            "building": new.building,
            "known": json.dumps(dict(new.known), ensure_ascii=False),
            "urgent": new.urgent,
            "flagged": new.flagged,
            "reason": reason,
            "now": now,
            "due": due_of(new, now),
        }
        with bulk_role():
            (opened,) = fetch(SQL["open"], params)
        return list(opened)

    task_id, fresh = once(actor, command_id, "casework.open", do)
    return int(task_id), bool(fresh)


def open_tasks(news: Sequence[NewTask]) -> list[tuple[int, bool]]:
    """Open many tasks in one statement, as `open_task` opens one: (id, whether it is new) of each.

    They are of the system; whoever has an open one of the kind keeps it, credited once more. No person twice for one
    kind. Refused('area_unknown') if nobody owns one of the areas; then none is opened.
    """
    if not news:
        return []
    owners = owners_of({new.area for new in news}, held=True)
    if None in owners.values():
        raise Refused("area_unknown")
    now = clock.now()
    rows = [
        {
            "kind": new.kind, "incident": new.incident.pk, "category": new.category, "person": new.person_id,
            "owner": owners[new.area], "area": new.area, "name": new.name, "address": new.address,
            "building": new.building, "known": dict(new.known), "urgent": new.urgent, "flagged": new.flagged,
            "due": due_of(new, now).isoformat(),
        }
        for new in news
    ]  # fmt: skip
    with bulk_role():
        opened = fetch(SQL["open_many"], {"rows": json.dumps(rows, ensure_ascii=False), "now": now})
    return [(int(pk), bool(fresh)) for pk, fresh in opened]


def due_of(new: NewTask, now: datetime) -> datetime:
    """When the report of a task that is opened now is due."""
    if new.minutes is not None:
        return now + timedelta(minutes=new.minutes)
    return pack_of(new.incident).due_at(new.category, "report", now)


def cancel(actor: Actor, command_id: UUID, task: Task, reason: str) -> None:
    """End a task that should not be there; the reason is kept. Refused: not_allowed, reason_missing, …"""
    allow(policy.may_cancel(actor))
    reason = needs_reason(reason)

    def do() -> None:
        if move("cancel", task, actor, reason=reason) is None:
            raise lost(task, actor, "cancel")

    once(actor, command_id, "casework.cancel", do)
