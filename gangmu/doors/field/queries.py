"""What the phone pages show that no single domain knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gangmu.casework.models import Handover, Report, Task
from gangmu.doors.texts import known_facts, worded
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.organization.queries import owner_of
from gangmu.ground.territory.queries import address_index, place_label
from gangmu.ground.territory.queries.ladder import ladder
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault

MOST_PLACES = 12
# Answers of an earlier report that are not put into the next one: persons are in the register by then, and what is
# masked cannot be sent again.
NOT_AGAIN = frozenset({"co_residents", "right_name", "right_phone", "right_document", "note"})


def midnight() -> datetime:
    """The beginning of the civil day."""
    return clock.now().astimezone(clock.CIVIL).replace(hour=0, minute=0, second=0, microsecond=0)


def facts_of(task: Task) -> list[tuple[str, str]]:
    """What is known about a case, named; numbers stay masked."""
    return known_facts(task.known)


def category_name(task: Task) -> str:
    """The category by which the person was pushed, in the reader's language."""
    category = pack_of(task.incident).category(task.category)
    return worded(category.name, category.english)


def last_report(scope: Scope, task: Task) -> Report | None:
    """The report that counts of a task already seen."""
    return Report.objects.filter(task=task, late=False).order_by("-id").first()


def before(scope: Scope, task: Task, outcome: str) -> dict[str, Any]:
    """What a report may begin with: the answers of a report that was returned."""
    last = last_report(scope, task) if task.returned_because else None
    given = last.answers if last and last.outcome == outcome else {}
    return {name: value for name, value in given.items() if name not in NOT_AGAIN}


def offer_of(scope: Scope, task: Task) -> Handover | None:
    """The offer under which a task lies on this ground; None if it is not an offered one."""
    waiting = Handover.objects.filter(task=task, status=Handover.Status.OFFERED)
    return waiting.select_related("source_body").first()


def phone_of(task: Task) -> str:
    """The phone of a task's person in the open; its showing has been logged by `contact`."""
    return vault().open("phone", task.person.phone_sealed) if task.person else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A village that somebody answers for."""

    area: int
    label: str


def places_like(text: str) -> list[Place]:
    """Villages whose name (with town and county) holds every part of the text, or that an address typed there means."""
    parts = text.split()
    if not parts or len("".join(parts)) < 2:
        return []
    found = []
    for unit in ladder().by_level.get("village", []):
        if parts[-1] not in unit.name and parts[0] not in unit.name:
            continue
        label = place_label(unit.area)
        if all(part in label for part in parts):
            found.append(Place(unit.area, label))
            if len(found) == MOST_PLACES:
                break
    return found or _by_address(text)


def _by_address(text: str) -> list[Place]:
    located = address_index().locate(text)
    areas = [located.area] if located.area else [area_of(c.code) for c in located.candidates[:MOST_PLACES]]
    return [Place(area, place_label(area)) for area in areas if owner_of(area) is not None]


def yesterday() -> datetime:
    """A day ago: how far back handed-over doors are still shown."""
    return clock.now() - timedelta(days=1)
