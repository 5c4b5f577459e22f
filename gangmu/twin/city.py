"""The demo city's files as rows to load: villages with residents, grids, places, trios."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gangmu.ground.territory.bulk import GridRow, PlaceRow
from gangmu.kernel.area import area_of

DATA = Path(__file__).parent / "data" / "city"
SINCE = date(2024, 1, 1)
"""The day from which the demo city's grids and trios are there."""


class Trio(NamedTuple):
    """One working trio of the source: `grids` are the 15-digit codes it owns."""

    code: str
    mode: str
    village: str
    grids: tuple[str, ...]


def area_of_source(code: str) -> int:
    """The area key of a source code; group codes there have 12 + 3 + 2 digits."""
    return area_of(f"{code[:15]}0{code[15:]}" if len(code) == 17 else code)


def residents() -> dict[str, tuple[int, float, float]]:
    """By village code: residents, longitude, latitude (WGS84)."""
    return {r["code"]: (int(r["pop"]), float(r["lon"]), float(r["lat"])) for r in lines("villages")}


def grids() -> Iterator[GridRow]:
    """The 3,488 comprehensive grids with their outlines, then the 11,048 village-group grids."""
    with gzip.open(DATA / "grids.geojson.gz", "rt", encoding="utf-8") as file:
        shapes = {f["properties"]["grid"]: json.dumps(f["geometry"]) for f in json.load(file)["features"]}
    for r in lines("grids"):
        yield GridRow(
            area_of(r["grid_code"]), "comprehensive", r["name"], r["village_code"], int(r["pop"]),
            int(r["households"]), float(r["lon"]), float(r["lat"]), shapes.get(r["grid_code"]),
        )  # fmt: skip
    for r in lines("groups"):
        yield GridRow(
            area_of_source(r["group_code"]), "group", r["name"], r["village_code"], int(r["pop"]), 0,
            float(r["lon"]), float(r["lat"]), None,
        )  # fmt: skip


def places() -> Iterator[PlaceRow]:
    """The standard address library: estates and village groups in their grids, stretches of road in their village."""
    for r in lines("gazetteer"):
        code = r["group_code"] or r["grid_code"] or r["village_code"]
        yield PlaceRow(
            r["kind"], r["name"], r["village_code"], area_of_source(code), r["detail"],
            float(r["lon"]), float(r["lat"]),
        )  # fmt: skip


def trios(mode: str) -> list[Trio]:
    """The trios of a mode ('normal' 1,524, 'emergency' 3,776), in the order of their codes."""
    return [
        Trio(r["team_code"], mode, r["village_code"], tuple(r["grid_codes"].split("|")))
        for r in lines("teams")
        if r["mode"] == mode
    ]


def lines(name: str) -> Iterator[dict[str, str]]:
    """The lines of one of the city's files."""
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
