"""The address matcher as a process keeps it: built from the tables once, taught anew when a name is learnt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from threading import Lock
from typing import cast

from django.db.models import Count, Max

from gangmu.ground.territory.bulk.shipped import outside_divisions
from gangmu.ground.territory.models import Alias, Place
from gangmu.ground.territory.queries.ladder import PART, Ladder, ladder
from gangmu.ground.territory.rules import AddressIndex, terms
from gangmu.kernel.area import code_at, level_of

_lock = Lock()
_built: tuple[Ladder, tuple[object, ...], AddressIndex] | None = None
_taught: tuple[AddressIndex, tuple[object, ...], AddressIndex] | None = None


def address_index() -> AddressIndex:
    """The matcher for the ground as it is now; one small query when nothing has changed since the last call."""
    global _built, _taught  # noqa: PLW0603 (one value per process, replaced as a whole)
    stamp, learnt = _stamp(""), _stamp("desk")
    ground = ladder()
    with _lock:
        built = _built
        if built is None or built[0] is not ground or built[1] != stamp:
            built = _built = (ground, stamp, _build(ground))
        taught = _taught
        if taught is None or taught[0] is not built[2] or taught[1] != learnt:
            # Building takes a second, teaching a moment: they are kept apart.
            names = list(_aliases(ground, "desk"))
            taught = _taught = (built[2], learnt, built[2].learn(names) if names else built[2])
        return taught[2]


def forget_matcher() -> None:
    """Build the matcher anew at the next question."""
    global _built, _taught  # noqa: PLW0603
    _built = _taught = None


def _stamp(source: str) -> tuple[object, ...]:
    rows = Alias.objects.filter(source="desk") if source else Alias.objects.exclude(source="desk")
    found = rows.aggregate(n=Count("id"), last=Max("id"), taught=Max("taught_at"))
    return (found["n"], found["last"], found["taught"])


def _build(ground: Ladder) -> AddressIndex:
    home = next((unit.code for unit in ground.by_level.get("city", ())), "441300000000")
    # Not as lists, as with the ladder.
    divisions = chain(_own(ground), outside_divisions(home))
    return AddressIndex.build(divisions, list(_aliases(ground, "")), _places(), home=home)


def _own(ground: Ladder) -> Iterator[terms.Division]:
    """The home city in the matcher's words: a zone is a name on its towns and villages, not a unit of its own."""
    for unit in ground.units.values():
        if unit.kind == "zone":
            continue
        county = ground.at(unit.area, "county") if unit.level in ("town", "village") else None
        zone = county.name if county and county.kind == "zone" else ""
        yield terms.Division(
            unit.code,
            unit.name,
            unit.level,  # type: ignore[arg-type]  # the model's levels are the matcher's
            f"{unit.code[:6]}000000" if zone and unit.level == "town" else unit.parent,
            zone,
            unit.short_name if unit.level in ("town", "village") else "",
            unit.kind,
        )


def _aliases(ground: Ladder, source: str) -> Iterator[terms.Alias]:
    rows = Alias.objects.filter(source="desk") if source else Alias.objects.exclude(source="desk")
    for text, area, unit, town in rows.order_by("id").values_list("text", "area", "unit", "town_code"):
        if unit:
            if unit in ground.units:
                yield terms.Alias("zone", ground.units[unit].name, text)
            continue
        level = level_of(area)
        deep = level in ("grid", "group")
        kind = "village" if deep or level == "village" else "county" if level == "county" else "town"
        target = code_at(area, "village")
        yield terms.Alias(kind, target, text, town, area if deep else 0)  # type: ignore[arg-type]


def _places() -> Iterator[terms.Place]:
    rows = Place.objects.order_by("id").values_list("kind", "name", "village_code", "area", "detail")
    for kind, name, village, area, detail in rows.iterator(PART):
        level, text = level_of(area), f"{area:018d}"
        grid = text[:15] if level in ("grid", "group") else ""
        group = text if level == "group" else ""
        yield terms.Place(cast(terms.PlaceKind, kind), name, village, grid, group, detail)
