"""Background work of zones."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.jobs import retrying
from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="5 0,6 * * *")
@app.task(name="zones.propose_due", queue="house", queueing_lock="zones.propose_due", retry=retrying)
def propose(timestamp: int) -> None:
    """Propose the zones whose days and round are met, each day; what changes a zone looks at it itself."""
    from gangmu.control.zones.actions import propose_due

    with entered(Scope.system("zones")) as scope:
        propose_due(scope.actor)


@app.periodic(cron="*/5 * * * *")
@app.task(name="zones.open_works", queue="house", queueing_lock="zones.open_works", retry=retrying)
def open_works(timestamp: int) -> None:
    """Open what this part of the day asks for in every zone. Twice is as good as once."""
    from gangmu.control.zones.actions import open_works

    with entered(Scope.system("zones")) as scope:
        open_works(scope.actor)


@app.periodic(cron="* * * * *")
@app.task(name="zones.keep_counts", queue="house", queueing_lock="zones.keep_counts", retry=retrying)
def keep_counts(timestamp: int) -> None:
    """Count who is inside large zones. Twice is as good as once."""
    from gangmu.control.zones.actions import keep_counts

    with entered(Scope.system("zones")) as scope:
        keep_counts(scope.actor)
