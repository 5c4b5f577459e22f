"""A million tasks on the ground of the demo city, made set-wise (`million.sql`)."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from gangmu.casework.states import TALLY
from gangmu.config import roles
from gangmu.kernel import clock
from gangmu.kernel.sqlfiles import statements
from gangmu.twin.people import GIVEN, SURNAMES

TASKS = 1_000_000
SQL = Path(__file__).with_suffix(".sql")


def fill(database: str, tasks: int = TASKS) -> None:
    """Fill a copy of the demo city: persons, presences, tasks with their birth in the history, what they count up to;
    then VACUUM ANALYZE.

    The server's administrator does it, because triggers rest meanwhile: they would check each reference one by one,
    and the references are taken from the very tables that they point at. Every other constraint holds.
    """
    given = {"tasks": tasks, "surnames": SURNAMES, "given": GIVEN, "today": clock.today()}
    with roles.connect("admin", database) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        steps = statements(SQL)
        vacuum = steps.pop("vacuum")
        for name, statement in {**steps, "tally": TALLY.recounting, "vacuum": vacuum}.items():
            began = time.monotonic()
            connection.execute(statement, given if "%(" in statement else None)
            sys.stderr.write(f"bench: {name} ({time.monotonic() - began:.1f} s)\n")
