"""A week of a city of a million people frozen, beside the bare count of them; a number opened to names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from time import perf_counter

from django.db import transaction

from bench.browsing import Visitor
from bench.lists import milliseconds
from bench.table import Figure
from gangmu.ground.incidents.queries import incident_by_code
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.scope import Scope, entered
from gangmu.responsibility.rates import actions, queries
from gangmu.responsibility.rates.rules import WEEK, monday_of

COUNTY = "441302000000"
BARE = "SELECT count(DISTINCT person_id) FROM register_presence"


def figures(quick: bool) -> Iterator[Figure]:
    """Freezing and opening, in a transaction that is taken back."""
    incident, actor = incident_by_code("mosquito"), actor_of(Visitor("leader-huicheng").user)
    assert incident is not None and actor is not None  # the demo's
    begins = monday_of(clock.today() - timedelta(days=28)) - WEEK
    with entered(Scope.system("bench")) as scope:
        with bulk_role():
            began = perf_counter()
            ((people,),) = fetch(BARE)
            bare = perf_counter() - began
        began = perf_counter()
        week, _fresh = actions.freeze_week(scope.actor, incident, begins)
        freezing = perf_counter() - began
        yield Figure(f"a week of {people:,} people frozen", freezing, "s", bare, "bare count of persons", 30)
        with entered(Scope.of(actor)) as own:
            rate, unit = queries.rate_in(own, week, COUNTY)
            opened = partial(queries.names_behind, own, week, unit, missing=True, frozen=True)
            taken = milliseconds(opened, 3 if quick else 15)
        yield Figure(f"a number of {rate.required:,} opened to its first names, p50", taken, "ms")
        transaction.set_rollback(True)
