"""Background work of intake."""

from __future__ import annotations

from django.db import DataError
from procrastinate.contrib.django import app

from gangmu.kernel.jobs import retrying
from gangmu.kernel.scope import Scope, entered


@app.task(name="intake.process_push", queue="push", retry=retrying)
def process_push(batch_id: int) -> None:
    """Settle a committed batch. May run twice: the second run finds it done, or taken back.

    What fails for what is in the file would fail again: the batch is rejected, and nobody waits for it.
    """
    from gangmu.control.intake.actions import fail, give_back, process
    from gangmu.control.intake.bulk import Stopped

    system = Scope.system(f"push {batch_id}")
    try:
        with entered(system):
            process(system.actor, batch_id)
    except Stopped:
        with entered(system):
            give_back(system.actor, batch_id)
    except DataError:
        with entered(system):
            fail(system.actor, batch_id)
        raise
