"""Orders by the set: proposed from a batch of verifications, the tasks of a morning, what is to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.ground.incidents.queries import pack_named
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.scope import Actor
from gangmu.kernel.sqlfiles import statements

SQL_FILES = Path(__file__).parent / "sql"
PROPOSING = statements(SQL_FILES / "proposing.sql")
DAY = statements(SQL_FILES / "day.sql")
STATES = [str(state) for state in IN_FORCE]


def propose_from(actor: Actor, tasks: Sequence[int]) -> int:
    """Propose an order for everybody whom these tasks have found and whose pack has a measure; returns how many.

    Runs under the eyes of whoever closes the tasks. Software proposes here and decides nothing.
    """
    if not tasks:
        return 0
    rows = []
    for incident, code, version, category in fetch(PROPOSING["kinds"], {"tasks": list(tasks)}):
        measure = pack_named(code, version).measure_for(category)
        if measure is not None:
            rows.append((incident, category, code, version, measure.stages[0].level))
    if not rows:
        return 0
    incidents, categories, packs, versions, levels = map(list, zip(*rows, strict=True))
    given = {
        "tasks": list(tasks), "incidents": incidents, "categories": categories, "packs": packs,
        "versions": versions, "levels": levels, "now": clock.now(), "actor": actor.key,
    }  # fmt: skip
    return run(PROPOSING["propose"], given)


def take_calls(part: int, most: int) -> list[tuple[Order, int, bool]]:
    """Orders that are to be called on by the `part`-th call of today: visits asked for, whether a test is."""
    rows = fetch(DAY["calls"], {"part": part, "today": clock.today(), "states": STATES, "most": most})
    orders = _orders(pk for pk, _visits, _test in rows)
    return [(orders[pk], visits, test) for pk, visits, test in sorted(rows)]


def take_missed(most: int) -> list[tuple[Order, bool, bool]]:
    """Orders of which yesterday was missed: whether temperatures were, whether a test was."""
    given = {
        "yesterday": clock.today() - timedelta(days=1),
        "now": clock.now(),
        "states": STATES,
        "most": most,
    }
    rows = fetch(DAY["missed"], given)
    orders = _orders(pk for pk, _temperatures, _test in rows)
    return [(orders[pk], temperatures, test) for pk, temperatures, test in sorted(rows)]


def _orders(ids: Iterable[int]) -> dict[int, Order]:
    """Orders with what a task is made of: a row has thirty columns, a morning a hundred thousand rows."""
    found = Order.objects.filter(pk__in=list(ids)).prefetch_related("incident")
    return {one.pk: one for one in found.only("incident", "category", "person", "area", "name", "address")}
