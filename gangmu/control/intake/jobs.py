"""Background work of intake."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.jobs import retrying
from gangmu.kernel.scope import Scope, entered


@app.task(name="intake.process_push", queue="push", retry=retrying)
def process_push(batch_id: int) -> None:
    """Settle a committed batch. May run twice: the second run finds it done, or taken back."""
    from gangmu.control.intake.actions import give_back, process
    from gangmu.control.intake.bulk import Stopped

    system = Scope.system(f"push {batch_id}")
    try:
        with entered(system):
            process(system.actor, batch_id)
    except Stopped:
        with entered(system):
            give_back(system.actor, batch_id)
