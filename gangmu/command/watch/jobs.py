"""Background work of the watch: each minute: which offices were not taken over, which trios are not whole?"""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="* * * * *")
@app.task(name="watch.tell_gaps", queue="house", queueing_lock="watch.tell_gaps")
def tell_gaps(timestamp: int) -> None:
    """Open gaps, end them, tell the next level of each. Twice is as good as once."""
    from gangmu.command.watch import actions

    with entered(Scope.system("gaps of the watch")) as scope:
        actions.tell_gaps(scope.actor)


@app.periodic(cron="* * * * *")
@app.task(
    name="watch.tell_red_trios", queue="house", queueing_lock="watch.tell_red_trios", lock="watch.red_trios"
)
def tell_red_trios(timestamp: int) -> None:
    """Tell of the trios that have turned red; one at a time, and twice is as good as once."""
    from gangmu.command.watch import actions

    with entered(Scope.system("red trios")) as scope:
        actions.tell_red_trios(scope.actor)
