"""Seals in the demo: a provider in two counties, devices on some doors of people under an order, and their day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.seals import actions
from gangmu.control.seals.models import Alarm, Binding, Device
from gangmu.control.seals.rules import DeviceLine
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.bulk import found_provider
from gangmu.ground.organization.models import Body
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel import clock
from gangmu.kernel.area import area_of, span
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.partners.seals.fake import Said, cloud_message
from gangmu.twin import city

PLACES = (
    ("441302", "惠城", "441302004200", "desk-jiangbei", "cadre-sanxin"),
    ("441322", "博罗", "441322001220", "desk-luoyang", "cadre-cuimeiyuan"),
)
MINUTE = timedelta(minutes=1)


def provide() -> int:
    """Found the providers and their installers; how many there are."""
    for county, name, *_rest in PLACES:
        found_provider(f"SEALS{county}", county.ljust(12, "0"), f"{name}门磁服务商（演示）", city.SINCE)
    return len(PLACES)


def seal() -> int:
    """Put seals on doors and let them speak, where there are none yet; returns how many devices are on doors."""
    if not _there():
        for county, _name, village, desk, cadre in PLACES:
            _place(county, village, _acting(desk), _acting(cadre))
    with entered(Scope.system("demo")):
        return Binding.objects.exclude(during=None).count()


def _there() -> bool:
    with entered(Scope.system("demo")):
        return Device.objects.exists()


def _acting(username: str) -> Actor:
    actor = actor_of(User.objects.get(username=username))
    if actor is None:
        raise LookupError(f"demo account {username} holds no post")
    return actor


def _place(county: str, village: str, desk: Actor, cadre: Actor) -> None:
    provider = Body.objects.get(code=f"SEALS{county}")
    installer = actor_of(User.objects.filter(holdings__post__body=provider).order_by("id")[0])
    if installer is None:
        raise LookupError(f"no installer in {provider.code}")
    serials = [f"SEAL-{county}-{n:02d}" for n in range(1, 9)]
    lines = [DeviceLine(n, "onenet", serial, "DC-1") for n, serial in enumerate(serials, start=2)]
    _do(desk, actions.register_devices, provider, lines)
    lo, hi = span(area_of(village))
    with entered(Scope.system("demo")):
        in_force = [str(status) for status in IN_FORCE]
        orders = Order.objects.filter(status__in=in_force, area__gte=lo, area__lt=hi).exclude(address="")
        found = list(orders.order_by("id")[:4])
    if len(found) < 4:
        return
    now = clock.now()
    with clock.at(now - timedelta(hours=20)):
        for order, serial in zip(found[:3], serials, strict=False):
            pk = _do(cadre, actions.ask, order, provider)
            _do(installer, actions.install, _binding(pk), serial, "himself")
            _do(cadre, actions.hand_over, _binding(pk))
    _do(cadre, actions.ask, found[3], provider)
    with clock.at(now - 100 * MINUTE):
        since = now - 95 * MINUTE
        _do(cadre, actions.announce_opening, found[0], "rubbish", since, since + 20 * MINUTE)
    first, second, third = serials[:3]
    _say(now - 90 * MINUTE, _open(first, now - 90 * MINUTE, 40), _open(second, now - 300 * MINUTE, 30))
    _say(now - 45 * MINUTE, _open(second, now - 45 * MINUTE, 25), _health(third, now - 45 * MINUTE, 16, -88))
    (alarm,) = _alarms(lo, hi)
    with clock.at(now - 43 * MINUTE):
        _do(cadre, actions.contact, alarm)
    with clock.at(now - 41 * MINUTE):
        (alarm,) = _alarms(lo, hi)
        _do(cadre, actions.settle, alarm, "explained", "住户称取外卖，已提醒提前报备")
    stranger = [cloud_message(Said("SEAL-999", "heartbeat", 1, now - 4 * MINUTE))]
    health = [
        _health(serial, now - 4 * MINUTE, charge, -76) for serial, charge in ((first, 91), (second, 64))
    ]
    _say(now - 3 * MINUTE, _open(third, now - 4 * MINUTE, 50), stranger, *health)


def _binding(pk: int) -> Binding:
    with entered(Scope.system("demo")):
        return Binding.objects.select_related("device").get(pk=pk)


def _alarms(lo: int, hi: int) -> list[Alarm]:
    with entered(Scope.system("demo")):
        return list(Alarm.objects.filter(area__gte=lo, area__lt=hi).order_by("id"))


def _open(serial: str, at: datetime, seconds: int) -> list[dict[str, Any]]:
    """A door that opens, and shuts after some seconds."""
    shut = at + timedelta(seconds=seconds)
    return [
        cloud_message(Said(serial, "doorcontact_state", state, t)) for state, t in ((True, at), (False, shut))
    ]


def _health(serial: str, at: datetime, charge: int, strength: int) -> list[dict[str, Any]]:
    said = Said(serial, "battery_percentage", charge, at), Said(serial, "signal_strength", strength, at)
    return [cloud_message(*said)]


def _say(at: datetime, *messages: list[dict[str, Any]]) -> None:
    """The cloud pushes at a moment; what it said is settled then, and judged a few seconds later."""
    system = Scope.system("demo").actor
    with clock.at(at), entered(Scope.system("demo")):
        actions.take_in(system, [("onenet", "", json.dumps(one).encode()) for one in messages])
    for later in (timedelta(), timedelta(seconds=5)):
        with clock.at(at + later):
            actions.ingest(system)


def _do(actor: Actor, action: Callable[..., Any], *args: Any) -> Any:
    with entered(Scope.of(actor)):
        return action(actor, uuid4(), *args)
