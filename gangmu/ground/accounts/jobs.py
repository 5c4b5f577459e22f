"""Background work of accounts: sessions that are over are deleted each night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel.scope import Scope, entered


@app.periodic(cron="20 3 * * *")
@app.task(name="accounts.end_sessions", queue="house", queueing_lock="accounts.end_sessions")
def end_sessions(timestamp: int) -> None:
    """Delete what nobody can use any more. Twice is as good as once."""
    from gangmu.ground.accounts.actions import end_sessions

    with entered(Scope.system("sessions")) as scope:
        end_sessions(scope.actor)
