"""Which body owns which ground today, kept per process and looked at again every few seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db.models import Count, Max, Q

from gangmu.ground.organization.models import Body, Ground
from gangmu.ground.territory.queries import unit_of
from gangmu.ground.territory.queries.ladder import ladder
from gangmu.kernel import clock
from gangmu.kernel.area import floor_to

LOOK_AGAIN = 5.0  # seconds between two looks at the stamp
_kept: tuple[tuple[object, ...], Mapping[int, int]] | None = None
_looked = 0.0


def owners() -> Mapping[int, int]:
    """Area key → id of the trio that owns it today: every grid, every group, every village (its first trio)."""
    global _kept, _looked  # noqa: PLW0603 (one value per process, replaced as a whole)
    today, ground = clock.today(), ladder()
    kept = _kept
    fresh = kept is not None and kept[0][:2] == (today, id(ground))
    if kept is not None and fresh and time.monotonic() - _looked < LOOK_AGAIN:
        return kept[1]
    rows = Ground.objects.filter(mode="routine")
    counted = rows.aggregate(n=Count("id"), last=Max("id"), live=Count("id", filter=Q(valid__endswith=None)))
    stamp = (today, id(ground), counted["n"], counted["last"], counted["live"])
    if kept is None or kept[0] != stamp:
        kept = _kept = (stamp, MappingProxyType(_owners(today, set(ladder().grid_names))))
    _looked = time.monotonic()
    return kept[1]


def _owners(today: date, areas: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = Ground.objects.filter(mode="routine", valid__contains=today, body__valid__contains=today)
    for area, body in rows.order_by("body__code", "area").values_list("area", "body_id"):
        found[area] = body
        found.setdefault(floor_to(area, "village"), body)
    for area in areas - found.keys():
        owner = found.get(floor_to(area, "grid"))
        if owner is not None:
            found[area] = owner
    return found


def forget() -> None:
    """Read the owners anew at the next question."""
    global _kept  # noqa: PLW0603
    _kept = None


def owner_of(area: int) -> int | None:
    """The id of the trio that owns an area down from a village; None above villages and outside the city."""
    known = owners()
    if (owner := known.get(area)) is not None:
        return owner
    village = unit_of(area, "village")
    return None if village is None else known.get(floor_to(area, "grid")) or known.get(village.area)


def office_of(area: int) -> Body | None:
    """The joint office of the town that an area lies in; None where no town is known."""
    town = unit_of(area, "town")
    if town is None:
        return None
    found = Body.objects.filter(kind=Body.Kind.JOINT_OFFICE, lo=town.area, valid__contains=clock.today())
    return found.order_by("id").first()


def body_by_id(body_id: int) -> Body | None:
    """A body."""
    return Body.objects.filter(pk=body_id).first()
