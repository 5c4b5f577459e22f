"""Background work of casework: deadlines are told each minute, released tasks closed and counts folded all the time."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="* * * * *")
@app.task(name="casework.tell_deadlines", queue="house", queueing_lock="casework.tell_deadlines")
def tell_deadlines(timestamp: int) -> None:
    """Tell the next level of every deadline that has passed. Twice is as good as once."""
    from gangmu.casework import actions

    with entered(Scope.system("deadlines")) as scope:
        actions.tell_deadlines(scope.actor)


@app.periodic(cron="* * * * * */5")
@app.task(name="casework.close_released", queue="house", queueing_lock="casework.close_released")
def close_released(timestamp: int) -> None:
    """Close what was released, batch by batch, each in a transaction of its own."""
    from gangmu.casework import actions

    closed = 1
    while closed:
        with entered(Scope.system("closing")) as scope:
            closed = actions.close_released(scope.actor)


@app.periodic(cron="* * * * * */15")
@app.task(name="casework.fold_tally", queue="house", queueing_lock="casework.fold_tally")
def fold_tally(timestamp: int) -> None:
    """Keep the tally of tasks short. Without it nothing is wrong, reading takes longer."""
    from gangmu.casework import actions

    with entered(Scope.system("tally")) as scope:
        actions.fold_tally(scope.actor)


@app.periodic(cron="1,31 * * * *")
@app.task(name="casework.follow_ground", queue="house", queueing_lock="casework.follow_ground")
def follow_ground(timestamp: int) -> None:
    """Open tasks of grids that have another trio from today on go to that trio. Twice is as good as once."""
    from gangmu.casework import actions

    with entered(Scope.system("ground")) as scope:
        actions.follow_ground(scope.actor)
