"""Background work of isolation: the day's calls, lifts that are due, what is to be forgotten."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="*/10 * * * *")
@app.task(name="isolation.go_through_day", queue="house", queueing_lock="isolation.go_through_day")
def go_through_day(timestamp: int) -> None:
    """Open what the day asks for, and say which lifts are due. Twice is as good as once."""
    from gangmu.control.isolation import actions

    more = 1
    while more:
        with entered(Scope.system("isolation")) as scope:
            more = actions.go_through_day(scope.actor)
    with entered(Scope.system("isolation")) as scope:
        actions.propose_lifts(scope.actor)


@app.periodic(cron="20 18 * * *")
@app.task(name="isolation.forget", queue="house", queueing_lock="isolation.forget")
def forget(timestamp: int) -> None:
    """Each night let orders whose time is over name nobody any more."""
    from gangmu.control.isolation import actions

    with entered(Scope.system("isolation")) as scope:
        actions.forget(scope.actor)
