"""Background work of needs: complaints and objections whose day has passed are told to the body above."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="5-59/15 * * * *")
@app.task(name="needs.tell_late", queue="house", queueing_lock="needs.tell_late")
def tell_late(timestamp: int) -> None:
    """Tell of each once. Twice is as good as once."""
    from gangmu.governance.needs import actions

    with entered(Scope.system("needs")) as scope:
        actions.tell_late(scope.actor)
