"""A morning of many people under an order: calls, a visit to each whose temperatures were missed; and his own page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.test import Client

from bench.table import Figure, medians
from gangmu.control.isolation import actions
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.links.actions import give_link
from gangmu.control.links.rules import USES_A_MINUTE
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel import clock
from gangmu.kernel.area import area_of, span
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run, stage
from gangmu.kernel.scope import Scope, entered, tell
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
NINE = datetime.combine(clock.today(), datetime.min.time(), clock.CIVIL).replace(hour=9)
TASK = ("kind", "category", "person_id", "owner_id", "name", "address", "known", "due_at", "area")
TYPES = """kind text, category text, person_id bigint, owner_id bigint, name text, address text, known jsonb,
    due_at timestamptz, area bigint"""
ORDER = "SELECT * FROM isolation_order WHERE id = %s"


def figures(quick: bool) -> Iterator[Figure]:
    """A hundred thousand people: two tasks each, all taken back; then one resident who opens his page."""
    people, rounds = (10_000, 1) if quick else (100_000, 3)
    planned, copied = medians(rounds, lambda _number: _morning(people))
    yield Figure(
        f"the day of {people:,} people planned, {2 * people:,} tasks",
        planned,
        "s",
        copied,
        "COPY of the tasks",
        60,
    )
    yield Figure("… each of them", planned / people * 1000, "ms")
    page, bare = medians(rounds, lambda _number: _page())
    yield Figure("a resident's page, one process", 1 / page, "pages/s", 1 / bare, "bare query of his order")


def _morning(people: int) -> tuple[float, float]:
    """Seconds that the day takes, and the COPY of its tasks."""
    given = {"people": people, "now": NINE, "today": NINE.date()}
    with clock.at(NINE), transaction.atomic(), entered(Scope.system("bench")) as scope:
        with bulk_role():
            tell(move="", reason="")
            for step in ("persons", "orders", "decided", "running", "days", "read"):
                run(SQL[step], given)
        began = time.perf_counter()
        while actions.go_through_day(scope.actor):
            pass
        planned = time.perf_counter() - began
        with bulk_role():
            rows = fetch(SQL["tasks"])
            if len(rows) != 2 * people:
                raise RuntimeError(f"{len(rows)} tasks: some were lost or doubled")
            stage("bare", TYPES)
            began = time.perf_counter()
            copy_rows("bare", TASK, rows)
            copied = time.perf_counter() - began
        transaction.set_rollback(True)
    return planned, copied


def _page() -> tuple[float, float]:
    """Seconds of a resident's page through the whole application, and of the bare query of his order."""
    actor = actor_of(User.objects.get(username="desk-jiangbei"))
    lo, hi = span(area_of("441302004200"))
    if actor is None:
        raise LookupError("the demo has no desk")
    with entered(Scope.of(actor)) as scope:
        order = (
            Order.objects.within(scope)
            .filter(area__gte=lo, area__lt=hi, status__in=IN_FORCE)
            .order_by("id")[0]
        )
        token = give_link(actor, uuid4(), order)
    client, times = Client(SERVER_NAME="localhost"), USES_A_MINUTE - 2
    client.get(f"/r/{token}/")
    began = time.perf_counter()
    for _ in range(times):
        if (answer := client.get(f"/r/{token}/")).status_code != 200:
            raise RuntimeError(f"the page answers {answer.status_code}: {answer.content.decode()[-600:]}")
    page = (time.perf_counter() - began) / times
    with entered(Scope.system("bench")):
        began = time.perf_counter()
        for _ in range(times):
            fetch(ORDER, [order.pk])
        bare = (time.perf_counter() - began) / times
    return page, bare
