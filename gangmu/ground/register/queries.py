"""What must not be forgotten about persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gangmu.ground.register.models import CareNeed, Presence
from gangmu.kernel.area import floor_to, level_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope


def places_of(scope: Scope, person_id: int, most: int = 3) -> list[Presence]:
    """The newest word about each village of the scope's ground where a person is said to be; at most so many."""
    newest: dict[int, Presence] = {}
    for presence in Presence.objects.within(scope).filter(person=person_id, until=None).order_by("-since"):
        if level_of(presence.area) in ("village", "grid", "group"):
            newest.setdefault(floor_to(presence.area, "village"), presence)
    return list(newest.values())[:most]


def needs_of(scope: Scope, person_ids: Iterable[int], incident_id: int) -> dict[int, list[CareNeed]]:
    """The open needs of persons of an incident on the scope's ground, by person, in the order of their kinds."""
    found = CareNeed.objects.within(scope).filter(
        person__in=list(person_ids), incident_id=incident_id, ended_at=None
    )
    by_person: dict[int, list[CareNeed]] = defaultdict(list)
    order = {kind: place for place, kind in enumerate(CareNeed.Kind.values)}
    for need in sorted(found, key=lambda one: order[one.kind]):
        by_person[need.person_id].append(need)
    return by_person


def need_in(scope: Scope, need_id: int) -> CareNeed:
    """A need on the scope's ground; Refused('not_found')."""
    found: CareNeed | None = CareNeed.objects.within(scope).filter(pk=need_id).first()
    if found is None:
        raise Refused("not_found")
    return found
