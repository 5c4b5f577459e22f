"""Background work of notices: slots and digests are told each minute, what is due is sent all the time."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="* * * * *")
@app.task(name="notices.tell", queue="house", queueing_lock="notices.tell", lock="notices.tell")
def tell(timestamp: int) -> None:
    """Post the slots to the work groups, and tell the digests whose time is over. Twice is as good as once."""
    from gangmu.command.notices import actions

    with entered(Scope.system("notices")) as scope:
        actions.tell_slots(scope.actor)
    with entered(Scope.system("notices")) as scope:
        actions.tell_digests(scope.actor)


@app.periodic(cron="* * * * * */5")
@app.task(name="notices.send", queue="notices", queueing_lock="notices.send", lock="notices.send")
def send(timestamp: int) -> None:
    """Send what is due, batch by batch; a worker that dies in between leaves it to be sent again."""
    from gangmu.command.notices import actions

    while actions.send_due(Scope.system("notices").actor):
        pass
