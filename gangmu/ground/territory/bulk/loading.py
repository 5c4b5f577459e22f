"""COPY into staging, then set-based SQL: loading the same list again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from gangmu.ground.territory.bulk.shipped import AliasRow, DivisionRow, GridRow, PlaceRow, shipped_aliases
from gangmu.kernel.area import MAX_AREA
from gangmu.kernel.bulk import bulk_role, copy_rows, run, stage
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "loading.sql")
EVERYWHERE = (0, MAX_AREA)


def load_divisions(
    rows: Iterable[DivisionRow], as_of: date, within: tuple[int, int] = EVERYWHERE
) -> dict[str, int]:
    """Make `rows` the divisions inside the range `within` from `as_of` on; returns counts by step.

    A code that vanished, or whose name, parent or ground changed, is closed on that date and its new meaning is
    opened; population, points and classes are corrected in place. A list of the same date corrects that date.
    """
    return _load(
        "staged_division",
        "code text, level text, name text, short_name text, parent text, kind text, urban_rural text, lo bigint,"
        " hi bigint, holes jsonb, population int, longitude float8, latitude float8, place serial",
        DivisionRow._fields,
        rows,
        ("end_changed_divisions", "correct_divisions", "add_divisions", "hang_divisions"),
        as_of,
        within,
    )


def load_grids(rows: Iterable[GridRow], as_of: date, within: tuple[int, int] = EVERYWHERE) -> dict[str, int]:
    """Make `rows` the grids inside the range from `as_of` on; the divisions must be there already."""
    return _load(
        "staged_grid",
        "area bigint, kind text, name text, village text, population int, households int, longitude float8,"
        " latitude float8, outline jsonb",
        GridRow._fields,
        rows,
        ("end_changed_grids", "correct_grids", "add_grids"),
        as_of,
        within,
    )


def load_places(rows: Iterable[PlaceRow], within: tuple[int, int] = EVERYWHERE) -> dict[str, int]:
    """Make `rows` the standard address library inside the range."""
    return _load(
        "staged_place",
        "kind text, name text, village_code text, area bigint, detail text, longitude float8, latitude float8",
        PlaceRow._fields,
        rows,
        ("drop_places", "add_places"),
        None,
        within,
    )


def load_aliases(rows: Iterable[AliasRow]) -> dict[str, int]:
    """Add names that hold everywhere; those that joint offices have taught are left alone."""
    return _load(
        "staged_alias",
        "text text, area bigint, unit text",
        AliasRow._fields,
        rows,
        ("add_aliases",),
        None,
        EVERYWHERE,
    )


def renew_aliases() -> int:
    """Add the names that this version ships to a ground that was loaded by an older one; returns how many are new."""
    from gangmu.ground.territory.queries import county_units

    if not county_units():
        return 0
    return load_aliases(shipped_aliases())["add_aliases"]


def _load(
    table: str,
    columns: str,
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    steps: Sequence[str],
    as_of: date | None,
    within: tuple[int, int],
) -> dict[str, int]:
    from gangmu.ground.territory.queries import forget

    params = {"as_of": as_of, "lo": within[0], "hi": within[1]}
    with transaction.atomic(), bulk_role():
        stage(table, columns)
        found = {"read": copy_rows(table, names, rows)}
        run(f"ANALYZE {table}")
        for step in steps:
            found[step] = run(SQL[step], params)
        run(f"DROP TABLE {table}")
    forget()
    return found
