"""The demo city's trios as rows to found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from gangmu.ground.organization.bulk import TrioRow
from gangmu.ground.organization.rules import LINE_OF
from gangmu.ground.territory.queries import children, county_units
from gangmu.kernel.area import area_of
from gangmu.twin import city

ORDER = "一二三四五六七八九十"
WIDER_TOWNS = ("441302001", "441302004", "441322001")
"""Towns whose trios have grid members, volunteers, part-timers, property staff and liaisons too."""


def routine_trios() -> Iterator[TrioRow]:
    """The 1,524 routine trios; a second one in a village is numbered."""
    names = {r["code"]: r["std_name"] for r in city.lines("villages")}
    trios = city.trios("normal")
    per_village = Counter(trio.village for trio in trios)
    seen: Counter[str] = Counter()
    for trio in trios:
        seen[trio.village] += 1
        which = f"第{ORDER[seen[trio.village] - 1]}" if per_village[trio.village] > 1 else ""
        name = f"{names[trio.village]}{which}三人小组"
        areas = [area_of(grid) for grid in trio.grids]
        wider = trio.village[:9] in WIDER_TOWNS
        yield TrioRow(trio.code, name, "routine", trio.village, areas, wider)


def emergency_trios() -> Iterator[TrioRow]:
    """The 3,776 emergency trios, which own village groups; two that share a grid take turns at its groups."""
    names = {r["code"]: r["std_name"] for r in city.lines("villages")}
    groups: dict[str, list[int]] = defaultdict(list)
    for r in city.lines("groups"):
        groups[r["grid_code"]].append(city.area_of_source(r["group_code"]))
    trios = city.trios("emergency")
    sharing: dict[str, list[str]] = defaultdict(list)
    for trio in trios:
        for grid in trio.grids:
            sharing[grid].append(trio.code)
    for trio in trios:
        areas: list[int] = []
        for grid in trio.grids:
            parties = sharing[grid]
            areas += groups[grid][parties.index(trio.code) :: len(parties)]
        name = f"{names[trio.village]}应急三人小组{trio.code[-2:]}"
        yield TrioRow(trio.code, name, "emergency", trio.village, areas)


def reserves() -> Iterator[tuple[str, dict[str, int]]]:
    """Who can be sent in an emergency: of each line nine in ten of the trios that a town lacks, from its own organs,
    hospital and police station; half of the rest from the county's. A few seats stay empty, and the second shift.
    """
    lacking: Counter[str] = Counter()
    for r in city.lines("villages"):
        lacking[r["code"][:9]] += int(r["teams_emergency"]) - int(r["teams_normal"])
    of_county: Counter[str] = Counter()
    for county in county_units():
        for town in children(county.code):
            n = lacking[town.code[:9]]
            of_county[county.code] += n // 10
            yield town.code, dict.fromkeys(LINE_OF.values(), n - n // 10)
    for code, n in of_county.items():
        yield code, dict.fromkeys(LINE_OF.values(), n - n // 2)
