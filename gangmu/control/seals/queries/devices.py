"""Lent devices and how they are; what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from gangmu.control.seals.models import Binding, Device, Unread
from gangmu.control.seals.rules import limits
from gangmu.control.seals.states import ON_THE_DOOR
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paging import Page, page
from gangmu.kernel.scope import Scope

PAGE = 50
LIVE = [str(s) for s in ON_THE_DOOR]
HEALTH = ("offline", "low", "weak", "back")
BACK = timedelta(days=1)  # that a device which is heard again is listed


@dataclass(frozen=True, slots=True)
class Fleet:
    """How many devices are lent, on doors, silent, low on battery, weak of signal."""

    lent: int
    on_doors: int
    offline: int
    low: int
    weak: int


def in_trouble(which: str, at: str = "") -> Q:
    """Devices of a list of HEALTH; `at` is the way to the device, such as "device__"."""
    rule = limits()
    conditions: dict[str, tuple[str, object]] = {
        "offline": ("offline_at__isnull", False),
        "low": ("battery__lte", rule.low_battery),
        "weak": ("signal__lte", rule.weak_signal),
        "back": ("back_at__gte", clock.now() - BACK),
    }
    field, value = conditions[which]
    return Q(**{f"{at}{field}": value})


def _lent(scope: Scope) -> QuerySet[Device]:
    rows: QuerySet[Device] = Device.objects.within(scope).filter(returned_at=None)
    return rows


def fleet(scope: Scope) -> Fleet:
    """The figures of the scope's ground."""
    found = _lent(scope).aggregate(
        lent=Count("id"),
        offline=Count("id", filter=in_trouble("offline")),
        low=Count("id", filter=in_trouble("low")),
        weak=Count("id", filter=in_trouble("weak")),
    )
    on_doors = Binding.objects.within(scope).filter(status__in=LIVE).count()
    return Fleet(on_doors=on_doors, **found)


def devices(
    scope: Scope, which: str = "", wanted: str = "", after: str = "", before: str = ""
) -> Page[Device]:
    """Lent devices with the door that each is on: all, or those of a list of HEALTH."""
    rows = _lent(scope)
    if which in HEALTH:
        rows = rows.filter(in_trouble(which))
    if wanted:
        rows = rows.filter(serial__istartswith=wanted)
    on_doors = Binding.objects.filter(status__in=LIVE)
    rows = rows.prefetch_related(Prefetch("bindings", on_doors, to_attr="on_door"))
    return page(rows, ("id",), PAGE, after, before)


def device_in(scope: Scope, device_id: int) -> Device:
    """A device lent to the scope's ground; Refused('not_found')."""
    found: Device | None = _lent(scope).filter(pk=device_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def unread(scope: Scope, size: int = 30) -> list[Unread]:
    """What devices of the scope's ground said that could not be read, and what names no device that we know."""
    nobody = Q(serial="") | Q(reason="device_unknown")
    found = Unread.objects.filter(Q(serial__in=_lent(scope).values("serial")) | nobody)
    return list(found.order_by("-received_at", "-id")[:size])


def serials(scope: Scope, vendor: str, most: int) -> list[str]:
    """The serial numbers of devices of a vendor that are on doors of the scope's ground."""
    rows = _lent(scope).filter(vendor=vendor, bindings__status__in=LIVE)
    return list(rows.order_by("serial").values_list("serial", flat=True)[:most])
