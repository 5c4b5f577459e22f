"""Plans of any size are written by COPY."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gangmu.command.modes.models import PlanTown
from gangmu.command.modes.queries.planning import Planned
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parent / "sql" / "plans.sql")


def keep(plan_id: int, planned: Planned) -> None:
    """Write the trios and seats of a plan, and what its towns have now."""
    with bulk_role():
        rows = {row.area: row for row in PlanTown.objects.filter(plan_id=plan_id)}
        for town in planned.towns:
            row = rows[town.unit.area]
            row.trios_before, row.heaviest_before = town.trios_before, town.heaviest_before
        PlanTown.objects.bulk_update(rows.values(), ["trios_before", "heaviest_before"])
        towns = {area: row.pk for area, row in rows.items()}
        copy_rows(
            "modes_plantrio",
            ("town_id", "code", "name", "village", "areas", "population", "load"),
            (
                (
                    towns[town.unit.area],
                    t.code,
                    t.name[:80],
                    t.village.area,
                    list(t.areas),
                    t.population,
                    t.load,
                )
                for town in planned.towns
                for t in town.trios
            ),
        )
        trios = _trios(towns)
        copy_rows(
            "modes_planseat",
            ("trio_id", "role", "user_id", "deputy", "origin_id"),
            ((trios[s.trio], s.role, s.user, s.deputy, s.origin) for s in planned.seats),
        )


def _trios(towns: Mapping[int, int]) -> dict[str, int]:
    ids = list(towns.values())
    return dict(fetch("SELECT code, id FROM modes_plantrio WHERE town_id = ANY(%s)", [ids]))
