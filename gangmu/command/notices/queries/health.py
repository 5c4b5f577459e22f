"""How the channels are on a piece of ground: what went out, what waits, what failed and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from gangmu.command.notices.models import Channel, Delivery, Group
from gangmu.command.notices.queries.channels import configured
from gangmu.command.notices.states import DeliveryStatus
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

LOOKED_AT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Health:
    """A channel in the last 24 hours. `waiting` is due and not out, `held` waits for the end of quiet hours or
    for its next attempt; `state`: off, quiet, well, ill.
    """

    channel: str
    label: str
    state: str
    delivered: int
    sent: int
    waiting: int
    held: int
    failed: int
    last: datetime | None
    error: str
    error_at: datetime | None


def channel_health(scope: Scope) -> list[Health]:
    """Every channel, set up or not."""
    now = clock.now()
    recent = Delivery.objects.within(scope).filter(made_at__gte=now - LOOKED_AT)
    due = Q(status="queued", due_at__lte=now)
    counted = recent.order_by().values("channel").annotate(
        delivered=Count("id", filter=Q(status="delivered")),
        sent=Count("id", filter=Q(status="sent")),
        waiting=Count("id", filter=due),
        held=Count("id", filter=Q(status="queued", due_at__gt=now)),
        failed=Count("id", filter=Q(status="failed")),
        last=Max("tried_at", filter=Q(status__in=("sent", "delivered"))),
        erred=Max("tried_at", filter=~Q(error="")),
    )  # fmt: skip
    by_channel = {row["channel"]: row for row in counted}
    wrong = recent.exclude(error="").order_by("channel", "-tried_at").distinct("channel")
    errors = dict(wrong.values_list("channel", "error"))
    return [_health(channel, by_channel.get(channel.value), errors) for channel in Channel]


def _health(channel: Channel, row: Any, errors: dict[str, str]) -> Health:
    found: dict[str, Any] = row or {}
    failing = bool(found.get("failed")) or bool(
        found.get("erred") and (not found.get("last") or found["erred"] > found["last"])
    )
    state = (
        "off"
        if channel.value not in configured()
        else "ill"
        if failing
        else "well"
        if found.get("last")
        else "quiet"
    )
    return Health(
        channel.value, str(channel.label), state, found.get("delivered", 0), found.get("sent", 0),
        found.get("waiting", 0), found.get("held", 0), found.get("failed", 0), found.get("last"),
        errors.get(channel.value, ""), found.get("erred"),
    )  # fmt: skip


def failed_in(scope: Scope, size: int = 50) -> list[Delivery]:
    """What was given up, newest first."""
    found = Delivery.objects.within(scope).filter(status=DeliveryStatus.FAILED)
    return list(found.order_by("-id")[:size])


def sent_in(scope: Scope, before: int = 0, size: int = 50) -> list[Delivery]:
    """What went out, newest first, with its text."""
    found = Delivery.objects.within(scope).exclude(text="")
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-id")[:size])


def groups_in(scope: Scope) -> list[Group]:
    """The work groups on the scope's ground."""
    found = Group.objects.within(scope).filter(ended_at=None).select_related("body", "bound_by")
    return list(found.order_by("area", "id"))
