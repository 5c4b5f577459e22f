"""Background work of intake."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.jobs import retrying
from gangmu.kernel.scope import Scope, entered


@app.task(name="intake.process_push", queue="push", retry=retrying)
def process_push(batch_id: int) -> None:
    """Settle a committed batch. May run twice: the second run finds it done."""
    from gangmu.control.intake.actions import process

    with entered(Scope.system(f"push {batch_id}")) as scope:
        process(scope.actor, batch_id)
