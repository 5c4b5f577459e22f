"""A week frozen by sets, and revised by sets; both in the running transaction of the system."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import QuerySet

from gangmu.ground.incidents.queries import territory_of
from gangmu.ground.territory.queries import Unit
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run, stage
from gangmu.kernel.sqlfiles import statements
from gangmu.responsibility.rates.models import Week

SQL = statements(Path(__file__).parent / "sql" / "freezing.sql")


class Name(NamedTuple):
    """Somebody behind a number, masked; `name` is '' for who is not on the reader's ground any more."""

    person: int
    name: str
    document: str
    village: int
    sampled: bool


def freeze(
    week: Week, units: Iterable[Unit], samples: QuerySet[Any, Any], ends: datetime, everyday: bool
) -> None:
    """Write the numbers of every unit and who is behind them."""
    with bulk_role():
        _stage(units, samples)
        incident = week.incident
        given = {
            "lo": incident.lo,
            "hi": incident.hi,
            "holes": territory_of(incident).holes_literal,
            "ends": ends,
            "incident": incident.pk,
            "everyday": everyday,
        }
        run(SQL["people"], given)
        _mark()
        run(SQL["rolls"], {"week": week.pk})
        run(SQL["rates"], {"week": week.pk, "now": clock.now()})


def revise(week: Week, units: Iterable[Unit], samples: QuerySet[Any, Any], revision: int) -> int:
    """Write a revision of the units whose samples have changed since; returns how many. The denominator stays."""
    with bulk_role():
        _stage(units, samples)
        run(SQL["recall"], {"week": week.pk})
        _mark()
        given = {"week": week.pk, "revision": revision, "now": clock.now()}
        run(SQL["revised_rolls"], given)
        return run(SQL["revised_rates"], given)


def _stage(units: Iterable[Unit], samples: QuerySet[Any, Any]) -> None:
    """Temporary tables of the units and of who has a sample: a statement of queries becomes a part of this one."""
    known = list(units)
    run("DROP TABLE IF EXISTS rates_base, rates_taken, rates_unit, rates_piece, rates_member")
    stage("rates_base", "person bigint, village bigint, sampled boolean NOT NULL DEFAULT false")
    stage("rates_taken", "person bigint")
    stage("rates_unit", "level text, code text, name text, lo bigint")
    stage("rates_piece", "code text, lo bigint, hi bigint")
    stage("rates_member", "village bigint, code text")
    copy_rows(
        "rates_unit", ("level", "code", "name", "lo"), ((u.level, u.code, u.name, u.area) for u in known)
    )
    pieces = ((u.code, lo, hi) for u in known for lo, hi in u.jurisdiction.pieces)
    copy_rows("rates_piece", ("code", "lo", "hi"), pieces)
    asked, params = samples.query.sql_with_params()
    run(f"INSERT INTO rates_taken SELECT DISTINCT person_id FROM ({asked}) s", params)  # noqa: S608


def _mark() -> None:
    run("ANALYZE rates_base")
    run("ANALYZE rates_taken")
    run(SQL["mark"])
    run(SQL["members"])


def names(week: int, revision: int, villages: list[int], missing: bool, after: int, most: int) -> list[Name]:
    """Who is behind a number, by id; as the running scope sees them: row security binds this read."""
    given = {
        "week": week,
        "revision": revision,
        "villages": villages,
        "missing": missing,
        "after": after,
        "most": most,
    }
    return [Name(*row) for row in fetch(SQL["names"], given)]
