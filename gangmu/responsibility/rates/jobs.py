"""Background work of weekly rates: last week is frozen on Monday, late samples are looked for each night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from gangmu.responsibility.rates.rules import WEEK, monday_of, rules_on, span_of, window_of


@app.periodic(cron="*/10 * * * *")
@app.task(name="rates.freeze", queue="house", queueing_lock="rates.freeze", lock="rates.freeze")
def freeze(timestamp: int) -> None:
    """Freeze last week of every open incident whose pack has tests, from the hour of the rules. Twice is once."""
    from gangmu.ground.incidents.queries import open_incidents
    from gangmu.responsibility.rates import actions

    begins = monday_of(clock.today()) - WEEK
    if clock.now() < window_of(begins, rules_on(begins))[0]:
        return
    packs, ends = rules_on(begins).packs, span_of(begins)[1]
    with entered(Scope.system("weekly rate")) as scope:
        found = [one for one in open_incidents(scope) if one.pack in packs and one.opened_at < ends]
    for incident in found:
        with entered(Scope.system("weekly rate")) as scope:
            actions.freeze_week(scope.actor, incident, begins)


@app.periodic(cron="50 3 * * *")
@app.task(name="rates.revise", queue="house", queueing_lock="rates.revise", lock="rates.freeze")
def revise(timestamp: int) -> None:
    """Put what came late beside the frozen numbers of the last weeks. Twice is as good as once."""
    from gangmu.responsibility.rates import actions

    with entered(Scope.system("weekly rate")) as scope:
        found = actions.late_weeks(scope.actor)
    for week in found:
        with entered(Scope.system("weekly rate")) as scope:
            actions.revise_week(scope.actor, week)
