"""Background work of links: the counts of past minutes are deleted each night."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="25 3 * * *")
@app.task(name="links.forget_knocks", queue="house", queueing_lock="links.forget_knocks")
def forget_knocks(timestamp: int) -> None:
    """Delete what nobody counts any more. Twice is as good as once."""
    from gangmu.control.links.actions import forget_knocks

    with entered(Scope.system("knocks")) as scope:
        forget_knocks(scope.actor, clock.now() - timedelta(hours=1))
