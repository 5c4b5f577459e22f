"""Background work of sunsets: destruction goes on until it is done; what was kept ends on its day."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="*/5 * * * *")
@app.task(name="sunset.destroy_frozen", queue="house", queueing_lock="sunset.destroy", lock="sunset.destroy")
def destroy_frozen(timestamp: int) -> None:
    """Destroy slice by slice, each in a transaction of its own. Twice is as good as once."""
    from gangmu.command.sunset import actions, queries

    with entered(Scope.system("sunset")) as scope:
        waiting = queries.to_destroy(scope)
    for closing_id in waiting:
        more = True
        while more:
            with entered(Scope.system("sunset")) as scope:
                more = actions.destroy_slice(scope.actor, closing_id)


@app.periodic(cron="35 3 * * *")
@app.task(name="sunset.end_kept", queue="house", queueing_lock="sunset.end_kept")
def end_kept(timestamp: int) -> None:
    """End what was kept until a day that is over."""
    from gangmu.command.sunset import actions

    with entered(Scope.system("sunset")) as scope:
        actions.end_kept(scope.actor)
