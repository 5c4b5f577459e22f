"""A list of lent devices, as a set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from gangmu.control.seals.rules import DeviceLine
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "lending.sql")


def lend(lines: Sequence[DeviceLine], provider: int, area: int, now: datetime) -> int:
    """Register the devices of a list for a ground; those that are lent already stay as they are. How many are new."""
    given = {**_given(lines, provider, area), "models": [line.model for line in lines], "now": now}
    with bulk_role():
        return run(SQL["lend"], given)


def elsewhere(lines: Sequence[DeviceLine], provider: int, area: int) -> list[str]:
    """Serial numbers of a list that are lent to another ground or by another installer; five at most."""
    with bulk_role():
        return [str(serial) for (serial,) in fetch(SQL["elsewhere"], _given(lines, provider, area))]


def _given(lines: Sequence[DeviceLine], provider: int, area: int) -> dict[str, Any]:
    return {
        "vendors": [line.vendor for line in lines], "serials": [line.serial for line in lines],
        "provider": provider, "area": area,
    }  # fmt: skip
