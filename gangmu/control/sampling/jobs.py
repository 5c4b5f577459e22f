"""Background work of sampling."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="* * * * * */20")
@app.task(name="sampling.fold_tally", queue="house", queueing_lock="sampling.fold_tally")
def fold_tally(timestamp: int) -> None:
    """Keep the tally of rounds short. Without it nothing is wrong, reading takes longer."""
    from gangmu.control.sampling.actions import fold_tally

    with entered(Scope.system("tally")) as scope:
        fold_tally(scope.actor)


@app.periodic(cron="7 * * * *")
@app.task(name="sampling.tell_overdue", queue="house", queueing_lock="sampling.tell_overdue")
def tell_overdue(timestamp: int) -> None:
    """Say once an hour of which rounds results are late."""
    from gangmu.control.sampling.actions import tell_overdue

    with entered(Scope.system("sampling")) as scope:
        tell_overdue(scope.actor)
