"""One order, and lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import models

from gangmu.casework.queries import report_that_counts
from gangmu.control.isolation.models import Change, HomeCheck, NoticeRead, Order, Outing, Reading
from gangmu.control.isolation.states import LIVE
from gangmu.ground.incidents.queries import pack_named
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "reading.sql")


def order_in(scope: Scope, order_id: int) -> Order:
    """An order on the scope's ground; Refused('not_found')."""
    found: Order | None = (
        Order.objects.within(scope)
        .select_related("incident", "person", "household", "organ_body", "decided_by", "lifted_by")
        .filter(pk=order_id)
        .first()
    )
    if found is None:
        raise Refused("not_found")
    return found


def live_order_of(scope: Scope, person_id: int, incident_id: int) -> Order | None:
    """The order that a person of the scope's ground is under, or that is proposed for him."""
    found: Order | None = (
        Order.objects.within(scope)
        .filter(person_id=person_id, incident_id=incident_id, status__in=LIVE)
        .first()
    )
    return found


def shared_with(scope: Scope, order: Order) -> list[Order]:
    """The orders of those who live with him, proposed because the level is shared; and that of whom they share."""
    of = models.Q(with_order=order) | models.Q(pk=order.with_order_id or 0)
    return list(Order.objects.within(scope).filter(of).order_by("id"))


def orders_of_person(scope: Scope, person_id: int) -> list[Order]:
    """All orders of a person that name him still, the newest first."""
    found = Order.objects.within(scope).filter(person_id=person_id).select_related("incident", "joined_to")
    return list(found.order_by("-id"))


def joined_to(scope: Scope, order: Order) -> list[Order]:
    """The orders that were joined to this one, oldest first."""
    return list(Order.objects.within(scope).filter(joined_to=order).order_by("id"))


def readings_of(scope: Scope, order: Order, size: int = 40) -> list[Reading]:
    """The readings of an order, newest first."""
    found = Reading.objects.within(scope).filter(order=order).select_related("by")
    return list(found.order_by("-at", "-id")[:size])


def outings_of(scope: Scope, order: Order) -> list[Outing]:
    """The ways to a doctor, newest first."""
    return list(Outing.objects.within(scope).filter(order=order).select_related("by").order_by("-left_at"))


def notices_of(scope: Scope, order: Order) -> list[NoticeRead]:
    """To whom what was read, oldest first."""
    return list(NoticeRead.objects.within(scope).filter(order=order).select_related("by").order_by("id"))


def checks_of(scope: Scope, order: Order) -> list[HomeCheck]:
    """What was seen of the home, newest first."""
    return list(HomeCheck.objects.within(scope).filter(order=order).select_related("by").order_by("-id"))


def changes_of(scope: Scope, order: Order) -> list[Change]:
    """How the order was changed, newest first."""
    return list(Change.objects.within(scope).filter(order=order).order_by("-id"))


@dataclass(frozen=True, slots=True)
class Moved:
    """A move of an order: when, which, why, by whom ('' for the system)."""

    at: datetime
    move: str
    reason: str
    who: str


def moves_of(scope: Scope, order: Order) -> list[Moved]:
    """The history of an order, oldest first (row security decides)."""
    return [Moved(*row) for row in fetch(SQL["moves"], {"order": order.pk})]


def anchor_guess(scope: Scope, order: Order) -> date | None:
    """The day that the measure may count from, as the verification says it; None where only a human can tell."""
    measure = pack_named(order.pack, order.pack_version).measure_for(order.category)
    kind = measure.anchor if measure else ""
    if kind in ("notice", "decision"):
        return clock.today()
    if kind not in ("arrival", "leaving") or order.task_id is None:
        return None
    report = report_that_counts(scope, order.task_id)
    asked = report.answers.get("asked", {}) if report else {}
    known = report.task.known if report else {}
    text = str(asked.get("arrived_at") or known.get("arrived_at") or "")[:10]
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
