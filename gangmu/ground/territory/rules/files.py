"""The shipped lists as values of the matcher: one reader per file layout."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from gangmu.ground.territory.rules.terms import Alias, Division, Level, Place, PlaceKind


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, plain or gzipped."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def divisions(path: Path) -> Iterator[Division]:
    """`code,name,level,parent_code` and, where present, `core_name,kind,func_zone`."""
    for row in _rows(path):
        yield Division(
            code=row["code"],
            name=row["name"],
            level=cast(Level, row["level"]),
            parent=row["parent_code"],
            zone=row.get("func_zone") or "",
            core_name=row.get("core_name") or "",
            kind=row.get("kind") or "",
        )


def aliases(path: Path) -> Iterator[Alias]:
    """`kind,target,alias`."""
    for row in _rows(path):
        kind = "zone" if row["kind"] == "zone" else "town"
        yield Alias(kind=kind, target=row["target"], alias=row["alias"])  # type: ignore[arg-type]


def places(path: Path) -> Iterator[Place]:
    """`kind,name,village_code,grid_code,group_code,detail`."""
    for row in _rows(path):
        yield Place(
            kind=cast(PlaceKind, row["kind"]),
            name=row["name"],
            village_code=row["village_code"],
            grid_code=row["grid_code"],
            group_code=row["group_code"],
            detail=row["detail"],
        )
