"""Background work of duty."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.jobs import retrying
from gangmu.kernel.scope import Scope


@app.task(name="duty.solve_roster", queue="duty", lock="duty.solve_roster", retry=retrying)
def solve_roster(roster_id: int, run: int) -> None:
    """Solve a roster. May run twice. One at a time: a solver takes the cores it is given."""
    from gangmu.ground.duty.actions import run_solver

    run_solver(Scope.system(f"roster {roster_id}").actor, roster_id, run)
