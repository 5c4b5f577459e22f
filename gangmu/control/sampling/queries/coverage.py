"""How far a round has come, unit by unit: read from the tally, so that a look costs the same at noon and at night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gangmu.control.sampling.models import Round
from gangmu.ground.territory.queries import Unit, children, division_of, grids_of, unit_by_code, unit_of
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "reads.sql")
NEXT = {"city": "county", "county": "town", "town": "village", "village": "grid"}


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A unit or grid: persons who must be sampled, are in a tube, have a result that holds; and why others were not."""

    code: str
    name: str
    area: int
    required: int = 0
    refused: int = 0
    away: int = 0
    exempt: int = 0
    sampled: int = 0
    valid: int = 0

    @property
    def missing(self) -> int:
        """Who is in no tube, and nobody has said why."""
        return max(0, self.required - self.sampled - self.refused - self.away - self.exempt)

    @property
    def share(self) -> float | None:
        """Sampled of required; None where nobody is."""
        return self.sampled / self.required if self.required else None


@dataclass(frozen=True, slots=True)
class Cover:
    """A round on a unit of one's ground, the units above it that are one's own, and the lines below it."""

    unit: Unit
    above: list[Unit]
    total: CoverLine
    lines: list[CoverLine]

    @property
    def below(self) -> str:
        """The level of the lines."""
        return NEXT[self.unit.level]


def covered(scope: Scope, rounds: Sequence[Round]) -> dict[int, CoverLine]:
    """Rounds, each on all of the scope's ground."""
    where = scope.jurisdiction
    given = {
        "rounds": [one.pk for one in rounds],
        "lo": where.lo,
        "hi": where.hi,
        "holes": where.holes_literal,
    }
    found = {pk: [int(n) for n in numbers] for pk, *numbers in fetch(SQL["covered_rounds"], given)}
    return {one.pk: CoverLine("", "", one.area, *found.get(one.pk, ())) for one in rounds}


def cover(scope: Scope, one: Round, code: str = "") -> Cover:
    """A round unit by unit, the least covered first; by default from the smallest unit that holds what is one's own.

    Refused('not_found') for a unit that is not all in the scope.
    """
    where = scope.jurisdiction & Jurisdiction(one.area, one.hi)
    top = _around(where)
    unit = unit_by_code(code) if code else top
    own = unit is not None and (unit.jurisdiction <= scope.jurisdiction or not code)
    if unit is None or top is None or unit.level not in NEXT or not own:
        raise Refused("not_found")
    rows = _rows(scope.narrowed(unit.jurisdiction & where), one)
    level = NEXT[unit.level]
    known = {line.area: line for line in _below(unit, where)}

    @cache
    def holder(area: int) -> int:
        if level == "grid":
            return area
        held = unit_of(area, level)
        return held.area if held else unit.area

    sums: dict[int, list[Sequence[int]]] = defaultdict(list)
    for area, *numbers in rows:
        sums[holder(area)].append(numbers)
    lines = [
        CoverLine(line.code, line.name, area, *_added(sums.get(area, ()))) for area, line in known.items()
    ]
    lines += [CoverLine("", "", area, *_added(found)) for area, found in sums.items() if area not in known]
    lines = sorted(lines, key=lambda line: (line.required == 0, line.share or 0.0, line.area))
    total = CoverLine(unit.code, unit.name, unit.area, *_added(row[1:] for row in rows))
    return Cover(unit, _way(top, unit), total, lines)


def _rows(scope: Scope, one: Round) -> list[tuple[int, ...]]:
    where = scope.jurisdiction
    return fetch(
        SQL["covered"], {"round": one.pk, "lo": where.lo, "hi": where.hi, "holes": where.holes_literal}
    )


def _around(where: Jurisdiction) -> Unit | None:
    unit = division_of(where.lo)
    while unit is not None and not where <= unit.jurisdiction:
        unit = unit_by_code(unit.parent)
    return unit


def _below(unit: Unit, where: Jurisdiction) -> list[CoverLine]:
    """The units or grids below one that a round touches."""
    if unit.level == "village":
        grids = grids_of(unit.jurisdiction)
        return [CoverLine(f"{g.area // 1000:015d}", g.name, g.area) for g in grids if g.area in where]
    return [
        CoverLine(one.code, one.name, one.area)
        for one in children(unit.code)
        if (one.jurisdiction & where).pieces
    ]


def _way(top: Unit, unit: Unit) -> list[Unit]:
    way = [unit]
    while way[0].code != top.code and (parent := unit_by_code(way[0].parent)):
        way.insert(0, parent)
    return way


def _added(parts: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(int(sum(column)) for column in zip(*parts, strict=True)) or (0,) * 6
