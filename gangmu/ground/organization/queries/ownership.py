"""Which body owns which ground today, kept per process and looked at again every few seconds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import Count, Max, Q

from gangmu.ground.organization.bulk.switching import SQL, hold_still
from gangmu.ground.organization.models import Body, Ground, ModeChange
from gangmu.ground.territory.queries import unit_of
from gangmu.ground.territory.queries.ladder import ladder
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, floor_to
from gangmu.kernel.bulk import fetch

LOOK_AGAIN = 5.0  # seconds between two looks at the stamp
_kept: tuple[tuple[object, ...], Mapping[int, int]] | None = None
_looked = 0.0


def owners(*, held: bool = False) -> Mapping[int, int]:
    """Area key → id of the trio that owns it today: every grid, every group, every village (its first trio).

    Trios that stand by own nothing. `held`: nobody changes them until the transaction ends; for whoever writes one.
    """
    global _kept, _looked  # noqa: PLW0603 (one value per process, replaced as a whole)
    today, ground = clock.today(), ladder()
    kept = _kept
    if held:
        hold_still()
    fresh = not held and kept is not None and kept[0][:2] == (today, id(ground))
    if kept is not None and fresh and time.monotonic() - _looked < LOOK_AGAIN:
        return kept[1]
    counted = Ground.objects.aggregate(
        n=Count("id"), last=Max("id"), live=Count("id", filter=Q(valid__endswith=None))
    )
    switched = ModeChange.objects.aggregate(last=Max("id"))["last"]
    stamp = (today, id(ground), counted["n"], counted["last"], counted["live"], switched)
    if kept is None or kept[0] != stamp:
        kept = _kept = (stamp, MappingProxyType(_owners(today, set(ladder().grid_names))))
    _looked = time.monotonic()
    return kept[1]


def _owners(today: date, areas: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = Ground.objects.filter(valid__contains=today, body__standing_by=False, body__valid__contains=today)
    owned = list(rows.order_by("body__code", "area").values_list("area", "body_id"))
    found.update(owned)
    for level in ("grid", "village"):
        for area, body in owned:
            found.setdefault(floor_to(area, level), body)
    for area in areas - found.keys():
        owner = found.get(floor_to(area, "grid"))
        if owner is not None:
            found[area] = owner
    return found


def towns_regrounded(since: date) -> list[int]:
    """The towns (lowest key) in which a routine trio got a grid on that day or after it, until today."""
    begun = Ground.objects.filter(
        mode=Body.Mode.ROUTINE, valid__startswith__gte=since, valid__startswith__lte=clock.today()
    )
    return sorted({floor_to(area, "town") for area in begun.values_list("area", flat=True)})


def forget() -> None:
    """Read the owners anew at the next question."""
    global _kept  # noqa: PLW0603
    _kept = None


def owner_of(area: int, *, held: bool = False) -> int | None:
    """The id of the trio that owns an area down from a village; None above villages and outside the city.

    `held` as for `owners`.
    """
    return owners_of([area], held=held)[area]


def owners_of(areas: Iterable[int], *, held: bool = False) -> dict[int, int | None]:
    """What `owner_of` says of each of these areas, looked up together."""
    known = owners(held=held)
    return {area: _owner(known, area) for area in areas}


def _owner(known: Mapping[int, int], area: int) -> int | None:
    if (owner := known.get(area)) is not None:
        return owner
    village = unit_of(area, "village")
    return None if village is None else known.get(floor_to(area, "grid")) or known.get(village.area)


@dataclass(frozen=True, slots=True)
class TownMode:
    """In which mode a town is, under which version of the mechanism, since when, by which plan (0: none)."""

    area: int
    mode: str = Body.Mode.ROUTINE
    mechanism: str = ""
    since: datetime | None = None
    plan_id: int = 0


def modes(where: Jurisdiction) -> dict[int, TownMode]:
    """Town → its mode, for the towns of a piece of ground that were ever switched; all others are in routine."""
    given = {"lo": where.lo, "hi": where.hi, "holes": where.holes_literal}
    return {row[0]: TownMode(*row) for row in fetch(SQL["modes_of"], given)}


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
