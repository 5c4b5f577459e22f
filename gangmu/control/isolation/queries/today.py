"""What a day asks for and what has come of it; lists of orders, those that need somebody first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from gangmu.control.isolation.models import Order, PlanDay, Reading
from gangmu.control.isolation.states import ENDED, IN_FORCE, LIVE, OrderStatus
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.recall import recalled
from gangmu.kernel.scope import Scope

NOTHING = (0, 0, 0)
SHOWS = ("decide", "act", "ask", "due", "missed", "unfit", "read", "running", "live", "ended")


@dataclass(frozen=True, slots=True)
class Owed:
    """What a day of an order asks for, and what was done: temperatures, calls at the door, a test."""

    on: date
    temperatures: int
    measured: int
    visits: int
    called: int
    test: bool
    tested: bool

    @property
    def open(self) -> bool:
        """Something is still to come."""
        return (
            self.measured < self.temperatures or self.called < self.visits or (self.test and not self.tested)
        )


def owed_on(scope: Scope, order_ids: Iterable[int], on: date | None = None) -> dict[int, Owed]:
    """What a day (today by default) asks of orders and what has come, by order; two queries for any number."""
    day, ids = on or clock.today(), list(order_ids)
    done = _done(scope, Q(order__in=ids, on=day), "order_id")
    return {
        row.order_id: _owed(row, done.get(row.order_id, NOTHING))
        for row in PlanDay.objects.within(scope).filter(order__in=ids, on=day)
    }


def plan_of(scope: Scope, order: Order) -> list[tuple[PlanDay, Owed]]:
    """The whole plan of an order with what has come of each day."""
    done = _done(scope, Q(order=order), "on")
    rows = PlanDay.objects.within(scope).filter(order=order).order_by("on")
    return [(row, _owed(row, done.get(row.on, NOTHING))) for row in rows]


def _done(scope: Scope, which: Q, by: str) -> dict[Any, tuple[int, int, int]]:
    counted = (
        Reading.objects.within(scope)
        .filter(which)
        .values(by)
        .annotate(
            measured=Count("id", filter=Q(temperature__isnull=False)),
            called=Count("id", filter=Q(channel=Reading.Channel.DOOR)),
            tested=Count("id", filter=Q(sampled=True)),
        )
    )
    return {row[by]: (row["measured"], row["called"], row["tested"]) for row in counted}


def _owed(row: PlanDay, done: tuple[int, int, int]) -> Owed:
    measured, called, tested = done
    return Owed(row.on, row.temperatures, measured, row.visits, called, row.test, tested > 0)


def _shown(show: str) -> Q:
    """Which orders a list holds."""
    today = clock.today()
    midnight = datetime.combine(today, datetime.min.time(), CIVIL)
    force = Q(status__in=IN_FORCE)
    return {
        "decide": Q(status=OrderStatus.PROPOSED),
        "act": force & Q(readings__acted=True, readings__on__gte=today - timedelta(days=1)),
        "ask": force & ~Q(ask=""),
        "due": Q(status=OrderStatus.DUE) | force & Q(planned_end__lt=today),
        "missed": force & Q(days__missed_at__gte=midnight),
        "unfit": Q(status=OrderStatus.UNFIT),
        "read": Q(status=OrderStatus.DECIDED),
        "running": Q(status=OrderStatus.RUNNING),
        "live": Q(status__in=LIVE),
        "ended": Q(status__in=ENDED),
    }[show]


def counts(scope: Scope) -> dict[str, int]:
    """How many orders of the scope's ground each list holds, in one query; without the ended."""
    named = {show: Count("id", filter=_shown(show), distinct=True) for show in SHOWS if show != "ended"}
    found: dict[str, int] = Order.objects.within(scope).filter(status__in=LIVE).aggregate(**named)
    return found


def orders(scope: Scope, show: str, start: int = 0, size: int = 50) -> list[Order]:
    """The orders of a list: what ends first comes first, the newest proposal first."""
    inside: QuerySet[Order] = Order.objects.within(scope).filter(_shown(show)).distinct()
    order = ("-proposed_at", "-id") if show in ("decide", "ended") else ("planned_end", "id")
    return list(inside.select_related("incident").order_by(*order)[start : start + size])


@recalled
def orders_waiting(scope: Scope) -> QuerySet[Order]:
    """Orders that wait for somebody: to be decided, read, transferred, lifted, or asked about."""
    waits = Q(status__in=(OrderStatus.PROPOSED, OrderStatus.DECIDED, OrderStatus.UNFIT, OrderStatus.DUE))
    found: QuerySet[Order] = Order.objects.within(scope).filter(waits | Q(status__in=IN_FORCE) & ~Q(ask=""))
    return found
