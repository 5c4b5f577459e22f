"""A door with a seal on the small ground of casework: its order, installer and device, and time that can be set."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gangmu.control.isolation.models import Order
from gangmu.control.seals import actions
from gangmu.control.seals.models import Alarm, Binding, Device, Event, Judgement
from gangmu.control.seals.rules import DeviceLine
from gangmu.ground.organization.models import Body
from gangmu.ground.organization.queries import forget
from gangmu.ground.territory.models import Division
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.partners.seals.fake import Said, cloud_message
from tests.casework.world import HERE, NOON, World, actor, build

ACTOR = Scope.system("seals test").actor


@dataclass
class Seals:
    """The people, and a seal for each order."""

    world: World
    provider: Body
    installer: Actor
    leader: Actor
    now: datetime = NOON
    orders: list[int] = field(default_factory=list)

    def order(self, name: str = "居民甲", area: int = HERE) -> Order:
        """Somebody under an order that is in force."""
        person = self.world.person(name, area)
        with entered(Scope.system("test")), bulk_role():
            made = Order.objects.create(
                area=area, incident=self.world.incident, person_id=person, name=name, address=f"{name}的门",
                pack=self.world.incident.pack, pack_version=self.world.incident.pack_version, category="case",
                level="home", proposed_at=NOON,
            )  # fmt: skip
            for status in ("decided", "running"):
                Order.objects.filter(pk=made.pk).update(
                    status=status, organ="机关", basis="依据", organ_body_id=self.leader.body_id,
                    anchor=date(2026, 11, 20),
                    starts_on=date(2026, 11, 20), planned_end=date(2026, 12, 20), decided_by_id=self.leader.user_id,
                    decided_at=NOON - timedelta(days=2),
                )  # fmt: skip
            return Order.objects.get(pk=made.pk)

    def lift(self, order: Order) -> None:
        """The order is over."""
        with entered(Scope.system("test")), bulk_role():
            Order.objects.filter(pk=order.pk).update(
                status="lifted", lifted_by_id=self.leader.user_id, lifted_at=self.now,
                lifted_body_id=self.leader.body_id,
            )  # fmt: skip

    def lend(self, *serials: str, vendor: str = "onenet") -> int:
        """Register devices."""
        lines = [DeviceLine(n, vendor, serial, "") for n, serial in enumerate(serials, start=2)]
        return int(self.do(self.leader, actions.register_devices, self.provider, lines))

    def sealed(self, name: str = "居民甲", serial: str = "SEAL-0001", *, vendor: str = "onenet") -> Order:
        """An order with a seal that the trio has taken over a day ago."""
        order = self.order(name)
        self.lend(serial, vendor=vendor)
        with clock.at(NOON - timedelta(days=1)):
            pk = self.do(self.world.cadre, actions.ask, order, self.provider)
            self.do(self.installer, actions.install, self.binding(pk), serial, "himself")
            self.do(self.world.cadre, actions.hand_over, self.binding(pk))
        return order

    def binding(self, pk: int) -> Binding:
        """As it stands."""
        with entered(Scope.system("test")):
            return Binding.objects.select_related("device").get(pk=pk)

    def do(self, who: Actor, action: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """One action as a page does it."""
        with entered(Scope.of(who)):
            return action(who, uuid4(), *args, **more)

    def say(self, *messages: dict[str, Any] | bytes, at: datetime) -> None:
        """The cloud delivers messages at a moment, and the worker settles them then and a while later."""
        with clock.at(at):
            with entered(Scope.system("test")):
                bodies = [m if isinstance(m, bytes) else json.dumps(m).encode() for m in messages]
                actions.take_in(ACTOR, [("onenet", "", body) for body in bodies])
            actions.ingest(ACTOR)
        self.now = at
        self.wait(seconds=5)

    def wait(self, **time: float) -> None:
        """Time passes, the worker works."""
        self.now += timedelta(**time)
        with clock.at(self.now):
            actions.ingest(ACTOR)
            with entered(Scope.system("test")):
                actions.look_after(ACTOR)
            actions.ingest(ACTOR)

    def contact(self, state: bool, at: datetime, serial: str = "SEAL-0001", key: str = "") -> dict[str, Any]:
        """A message that the door opened (True) or shut."""
        return cloud_message(Said(serial, "doorcontact_state", state, at, key))

    def alarms(self, **wanted: Any) -> list[Alarm]:
        """All alarms."""
        with entered(Scope.system("test")):
            return list(Alarm.objects.filter(**wanted).order_by("id"))

    def alarm(self) -> Alarm:
        """The only alarm."""
        (one,) = self.alarms()
        return one

    def verdicts(self) -> list[tuple[str, str]]:
        """What was made of what, in the order of the devices' time."""
        with entered(Scope.system("test")):
            rows = Judgement.objects.order_by("event__at", "event_id").values_list("event__kind", "verdict")
            return [(str(kind), str(verdict)) for kind, verdict in rows]

    def events(self) -> list[tuple[Any, ...]]:
        """What is kept of what happened."""
        with entered(Scope.system("test")):
            return list(
                Event.objects.order_by("device_id", "at", "kind").values_list("device__serial", "kind", "at")
            )

    def device(self, serial: str = "SEAL-0001") -> Device:
        """As it stands."""
        with entered(Scope.system("test")):
            return Device.objects.get(serial=serial)


@pytest.fixture
def seals(db: Any) -> Seals:
    """Made anew for each test."""
    world = build()
    with entered(Scope.system("test")), bulk_role():
        town = Division.objects.get(level="town")
        provider = Body.objects.create(
            kind="provider", code="SEALS-1", name="门磁公司", division=town, lo=town.lo, hi=town.lo,
            valid=Body.objects.earliest("id").valid,
        )  # fmt: skip
        leading = Body.objects.create(
            kind="leading_trio", code="LEAD-1", name="甲街道领导小组", division=town, lo=town.lo, hi=town.hi,
            valid=provider.valid,
        )  # fmt: skip
        made = Seals(world, provider, actor(provider, "installer"), actor(leading, "leader"))
    forget()
    return made
