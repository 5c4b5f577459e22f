"""Background work of the modes."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.jobs import retrying
from gangmu.kernel.scope import Scope


@app.task(name="modes.work_plan_out", queue="modes", retry=retrying)
def work_plan_out(plan_id: int, post_id: int) -> None:
    """Work out a plan of many towns. May run twice: the second finds that it is done."""
    from gangmu.command.modes.actions import work_out

    work_out(Scope.system(f"plan {plan_id}").actor, plan_id, post_id)
