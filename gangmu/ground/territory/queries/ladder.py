"""The ladder of divisions as a process keeps it: who is above and below, and what a place is called.

The ladder of today is read once and looked at again every few seconds by a stamp (the newest row, how many are
valid): a recode reaches every process by itself. Questions about another day go to the database.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max

from gangmu.ground.territory.models import Division, Grid
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, floor_to, level_of

LOOK_AGAIN = 5.0  # seconds between two looks at the stamp
PART = 200  # rows that are read at once


@dataclass(frozen=True, slots=True)
class Unit:
    """One division as it is valid on a day; `parent` is a code, '' at the top, `population` persons."""

    id: int
    code: str
    level: str
    name: str
    short_name: str
    kind: str
    parent: str
    jurisdiction: Jurisdiction
    population: int | None
    longitude: float | None
    latitude: float | None

    @property
    def area(self) -> int:
        """The lowest area key of its ground; for a town or village its own key."""
        return self.jurisdiction.lo


class Ladder:
    """All divisions of one day, and the names of all grids."""

    def __init__(self, day: date, *, names: bool = True) -> None:
        rows = Division.objects.filter(valid__contains=day).select_related("parent").order_by("lo", "code")
        # By and by: what is dropped all at once leaves holes among what is kept, and those are memory too.
        self.units = {row.code: _unit(row) for row in rows.iterator(PART)}
        self.below: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            self.below.setdefault(unit.parent, []).append(unit)
        self.by_level: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            self.by_level.setdefault(unit.level, []).append(unit)
        self.starts = {level: [u.jurisdiction.lo for u in units] for level, units in self.by_level.items()}
        grids = Grid.objects.filter(valid__contains=day).values_list("area", "name")
        self.grid_names: dict[int, str] = dict(grids.iterator(PART)) if names else {}

    def at(self, area: int, level: str) -> Unit | None:
        """The unit of a level that holds an area; of two counties the one whose hole it is not in."""
        units = self.by_level.get(level, [])
        at = bisect_right(self.starts.get(level, []), area)
        if level != "county":
            return units[at - 1] if at and area in units[at - 1].jurisdiction else None
        return next((unit for unit in units if area in unit.jurisdiction), None)


_kept: tuple[date, tuple[object, ...], Ladder] | None = None
_looked = 0.0


def ladder() -> Ladder:
    """The ladder of today."""
    global _kept, _looked  # noqa: PLW0603 (one value per process, replaced as a whole)
    today = clock.today()
    kept = _kept
    if kept is not None and kept[0] == today and time.monotonic() - _looked < LOOK_AGAIN:
        return kept[2]
    stamp = _stamp()
    if kept is None or kept[0] != today or kept[1] != stamp:
        kept = _kept = (today, stamp, Ladder(today))
    _looked = time.monotonic()
    return kept[2]


def version() -> tuple[object, ...]:
    """What changes when the ground does: for what is made of it and kept."""
    ladder()
    return _kept[:2] if _kept else ()


def forget_ladder() -> None:
    """Read the ladder anew at the next question."""
    global _kept  # noqa: PLW0603
    _kept = None


def _stamp() -> tuple[object, ...]:
    divisions = Division.objects.filter(valid__endswith=None).aggregate(n=Count("id"), last=Max("id"))
    grids = Grid.objects.aggregate(n=Count("id"), last=Max("id"))
    return (divisions["n"], divisions["last"], grids["n"], grids["last"])


def _unit(row: Division) -> Unit:
    return Unit(
        row.pk, row.code, row.level, row.name, row.short_name, row.kind, row.parent.code if row.parent else "",
        row.jurisdiction, row.population, row.longitude, row.latitude,
    )  # fmt: skip


def _ladder_at(at: date | None) -> Ladder:
    return ladder() if at is None or at == clock.today() else Ladder(at, names=False)


def division_of(area: int, at: date | None = None) -> Unit | None:
    """The smallest division that holds an area on a day (today by default); None outside the known ground."""
    found = _ladder_at(at)
    level = level_of(area)
    steps = ("village", "town", "county", "city", "province")
    first = steps.index(level) if level in steps else 0
    return next((unit for step in steps[first:] if (unit := found.at(area, step))), None)


def unit_of(area: int, level: str, at: date | None = None) -> Unit | None:
    """The unit of a level that holds an area."""
    return _ladder_at(at).at(area, level)


def unit_by_code(code: str) -> Unit | None:
    """The division of a code (12 digits, 'ZK' or 'DYW') as it is today."""
    return ladder().units.get(code)


def county_unit_of(area: int, at: date | None = None) -> Unit | None:
    """The county-level unit that answers for an area: a functional zone before its national county."""
    return _ladder_at(at).at(area, "county")


def known_areas() -> frozenset[int]:
    """The keys of all villages, grids and groups of today: what a resident can be said to live in."""
    known = ladder()
    return frozenset(known.grid_names).union(unit.area for unit in known.by_level.get("village", ()))


def county_units() -> list[Unit]:
    """The county-level units of the city, zones among them, in the order of their ground."""
    return list(ladder().by_level.get("county", ()))


def children(code: str) -> list[Unit]:
    """The units directly below a division, in the order of their codes."""
    return list(ladder().below.get(code, ()))


def ancestors(area: int, at: date | None = None) -> list[Unit]:
    """The units above and around an area from the city down; a zone stands in for its national county."""
    found = _ladder_at(at)
    unit = division_of(area, at)
    line: list[Unit] = []
    while unit is not None and unit.level != "province":
        line.append(unit)
        unit = found.units.get(unit.parent)
    return line[::-1]


def name_of(area: int) -> str:
    """What the smallest known unit of an area is called: a group, a grid, else its division; '' if unknown."""
    known = ladder()
    if level_of(area) in ("group", "grid"):
        return known.grid_names.get(area) or known.grid_names.get(floor_to(area, "grid")) or _village(area)
    unit = division_of(area)
    return unit.name if unit else ""


def breadcrumb(area: int) -> list[tuple[int, str]]:
    """(area, name) from the county-level unit down to the smallest known unit."""
    line = [(unit.area, unit.name) for unit in ancestors(area) if unit.level != "city"]
    known = ladder().grid_names
    for level in ("grid", "group"):
        key = floor_to(area, level)
        if key in known and (not line or key != line[-1][0]) and level_of(area) in ("grid", "group"):
            line.append((key, known[key]))
    return line


def place_label(area: int) -> str:
    """The whole name from the county-level unit down: 惠城区 桥东街道 东湖社区居委会 东湖第一网格."""
    return " ".join(name for _, name in breadcrumb(area))


def _village(area: int) -> str:
    unit = ladder().at(area, "village")
    return unit.name if unit else ""
