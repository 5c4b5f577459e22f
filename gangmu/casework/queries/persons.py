"""Whom the rules of an incident concern: people with open tasks, by category; one person's categories."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from gangmu.casework.models import Task
from gangmu.casework.states import STILL_OPEN
from gangmu.ground.incidents.models import Incident
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Concerned:
    """How an incident concerns a person: his category, and the days that a measure may be counted from."""

    incident: Incident
    category: str
    anchors: dict[str, date]


def people_by_category(scope: Scope, incident: Incident) -> dict[str, int]:
    """How many people of an incident have an open task, by category; people, not tasks."""
    open_tasks = Task.objects.within(scope).filter(incident=incident, status__in=[str(s) for s in STILL_OPEN])
    counted = open_tasks.values("category").annotate(n=Count("person", distinct=True)).order_by("category")
    return {row["category"]: row["n"] for row in counted}


def concerns(scope: Scope, person_id: int) -> list[Concerned]:
    """Every incident that concerns a person, the newest task first; none for a stranger or another's ground."""
    tasks = Task.objects.within(scope).filter(person_id=person_id).select_related("incident").order_by("-id")
    return [Concerned(task.incident, task.category, _anchors(task)) for task in tasks]


def _anchors(task: Task) -> dict[str, date]:
    """The days that are known: that of the task stands for the notice, the lists may bring the arrival."""
    found = {"notice": task.created_at.astimezone(CIVIL).date()}
    with suppress(KeyError, ValueError):
        found["arrival"] = datetime.fromisoformat(str(task.known["arrived_at"])).date()
    return found
