"""The shipped lists as rows to load: divisions with the two functional zones cut out of their counties."""

from __future__ import annotations

import csv
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gangmu.ground.territory.rules import Division as Term
from gangmu.ground.territory.rules import files
from gangmu.kernel.area import area_of, span

DATA = Path(__file__).resolve().parents[1] / "data"
DIVISIONS_AS_OF = date(2023, 6, 30)
"""The date of the statistical codes that are shipped."""

ZONE_CODES = {"仲恺高新区": "ZK", "大亚湾开发区": "DYW"}
Range = tuple[int, int]


class DivisionRow(NamedTuple):
    """One division; `parent` is a code, `holes` JSON text, points WGS84 degrees, `population` persons or None."""

    code: str
    level: str
    name: str
    short_name: str
    parent: str
    kind: str
    urban_rural: str
    lo: int
    hi: int
    holes: str
    population: int | None
    longitude: float | None
    latitude: float | None


class GridRow(NamedTuple):
    """One grid; `outline` is GeoJSON geometry text (WGS84) or None."""

    area: int
    kind: str
    name: str
    village: str
    population: int
    households: int
    longitude: float | None
    latitude: float | None
    outline: str | None


class PlaceRow(NamedTuple):
    """One entry of the standard address library; `detail` a range of house numbers such as '1-131'."""

    kind: str
    name: str
    village_code: str
    area: int
    detail: str
    longitude: float | None
    latitude: float | None


class AliasRow(NamedTuple):
    """A name that holds everywhere: for a zone by the code of its `unit` (area 0), else for an area."""

    text: str
    area: int
    unit: str


def shipped_divisions(residents: Mapping[str, tuple[int, float, float]] | None = None) -> list[DivisionRow]:
    """The home city and its province, parents before children.

    `residents` gives, by village code, the population and a point; units above are summed up from it.
    """
    lines = _lines("huizhou_divisions_ext.csv")
    points = {r["code"]: (float(r["lon"]), float(r["lat"])) for r in _lines("huizhou_town_points.csv")}
    people: dict[str, int] = defaultdict(int)
    parents = {line["code"]: _parent_of(line) for line in lines} | dict.fromkeys(
        ZONE_CODES.values(), "441300000000"
    )
    for code, (count, longitude, latitude) in (residents or {}).items():
        points[code] = (longitude, latitude)
        unit = code
        while unit:
            people[unit] += count
            unit = parents[unit]
    zone_ranges: dict[str, list[Range]] = defaultdict(list)
    for line in lines:
        if line["level"] == "town" and line["func_zone"]:
            zone_ranges[line["func_zone"]].append(span(area_of(line["code"]), "town"))
    rows = [_row(line, parents, zone_ranges, people, points) for line in lines]
    zones = [
        _zone(name, ranges, people.get(ZONE_CODES[name])) for name, ranges in sorted(zone_ranges.items())
    ]
    order = {"province": 0, "city": 1, "county": 2, "town": 3, "village": 4}
    return sorted(rows + zones, key=lambda row: (order[row.level], row.code))


def _parent_of(line: Mapping[str, str]) -> str:
    zone = line["func_zone"]
    return ZONE_CODES[zone] if zone and line["level"] == "town" else line["parent_code"]


def _row(
    line: Mapping[str, str],
    parents: Mapping[str, str],
    zones: Mapping[str, list[Range]],
    people: Mapping[str, int],
    points: Mapping[str, tuple[float, float]],
) -> DivisionRow:
    code, level = line["code"], line["level"]
    lo, hi = span(area_of(code), level)
    cut = [r for ranges in zones.values() for r in ranges if lo <= r[0] < hi] if level == "county" else []
    longitude, latitude = points.get(code, (None, None))
    return DivisionRow(
        code, level, line["name"], line["core_name"] or line["name"], parents[code], line["kind"],
        line["ur_class_filled"], lo, hi, json.dumps(merged(cut)), people.get(code), longitude, latitude,
    )  # fmt: skip


def _zone(name: str, ranges: list[Range], people: int | None) -> DivisionRow:
    """A zone spans from its first to its last town; the towns between that are not its own are holes."""
    parts = merged(ranges)
    holes = [(before[1], after[0]) for before, after in itertools.pairwise(parts)]
    core = name.removesuffix("高新区").removesuffix("开发区")
    return DivisionRow(
        ZONE_CODES[name], "county", name, core, "441300000000", "zone", "",
        parts[0][0], parts[-1][1], json.dumps(holes), people, None, None,
    )  # fmt: skip


def merged(ranges: list[Range]) -> list[Range]:
    """The ranges in order, touching ones joined."""
    joined: list[Range] = []
    for lo, hi in sorted(ranges):
        if joined and joined[-1][1] >= lo:
            joined[-1] = (joined[-1][0], max(hi, joined[-1][1]))
        else:
            joined.append((lo, hi))
    return joined


def shipped_aliases() -> Iterator[AliasRow]:
    """The collected names of zones and towns."""
    for line in _lines("huizhou_aliases.csv"):
        if line["kind"] == "zone":
            yield AliasRow(line["alias"], 0, ZONE_CODES[line["target"]])
        else:
            yield AliasRow(line["alias"], area_of(line["target"]), "")


def outside_divisions(home: str) -> Iterator[Term]:
    """Everything beyond the home city (12-digit code), by which the matcher knows what lies outside; some twice."""
    for name in ("guangdong_divisions.csv", "china_divisions.csv"):
        for term in files.divisions(DATA / name):
            if not term.code.startswith(home[:4]):
                yield term


def _lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
