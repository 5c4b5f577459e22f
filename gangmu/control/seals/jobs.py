"""Background work of seals: what devices say is settled all the time, doors are looked after each minute."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="* * * * * */2")
@app.task(name="seals.ingest", queue="seals", queueing_lock="seals.ingest", lock="seals.ingest")
def ingest(timestamp: int) -> None:
    """Settle and judge what has come in. Twice is as good as once."""
    from gangmu.control.seals import actions

    actions.ingest(Scope.system("seals").actor)


@app.periodic(cron="* * * * *")
@app.task(name="seals.look", queue="seals", queueing_lock="seals.look", lock="seals.ingest")
def look(timestamp: int) -> None:
    """Doors left open, devices gone silent, alarms that nobody has acknowledged."""
    from gangmu.control.seals import actions

    with entered(Scope.system("seals")) as scope:
        actions.look_after(scope.actor)


@app.periodic(cron="50 3 * * *")
@app.task(name="seals.forget", queue="house", queueing_lock="seals.forget")
def forget(timestamp: int) -> None:
    """Forget what could not be read some weeks ago, and the doors of orders that are forgotten."""
    from gangmu.control.seals import actions

    with entered(Scope.system("seals")) as scope:
        actions.forget(scope.actor)
