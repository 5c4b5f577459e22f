"""Background work of the register's imports."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.jobs import retrying
from gangmu.kernel.scope import Scope


@app.task(name="roster.import_residents", queue="roster", lock="roster", retry=retrying)
def import_residents(import_id: int) -> None:
    """Take in a running import, slice by slice. May run twice. One import at a time:
    the other jobs of the worker find a place beside it.
    """
    from gangmu.control.roster.actions import run

    run(Scope.system(f"residents {import_id}").actor, import_id)
