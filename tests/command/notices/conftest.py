"""The ground of intake, with members who can be reached and a work group of the city."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from gangmu.command.notices import actions
from gangmu.command.notices.models import Delivery, Group, Notice
from gangmu.ground.organization.models import Body
from gangmu.kernel import clock, facts
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.vault import vault
from gangmu.partners.dingtalk.fake import FakeDingTalk
from gangmu.partners.sms.fake import KEY, PHONE, SECRET, FakeGateway
from tests.control.intake.conftest import Intake, found

MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


@dataclass
class Notices:
    """Who is told, and the outside systems."""

    intake: Intake
    gateway: FakeGateway
    robot: FakeDingTalk
    leader: Actor
    system: Actor = field(default_factory=lambda: Scope.system("test").actor)

    def react(self) -> None:
        """What the worker does with facts."""
        for pk in FactRow.objects.order_by("pk").values_list("pk", flat=True):
            facts.react_to(pk)

    def send(self) -> int:
        """What the worker does with deliveries."""
        return actions.send_due(self.system)

    def slots(self) -> int:
        """What the worker does each minute."""
        with entered(Scope.system("test")) as scope:
            return actions.tell_slots(scope.actor)

    def digests(self) -> int:
        """The other thing that it does each minute."""
        with entered(Scope.system("test")) as scope:
            return actions.tell_digests(scope.actor)

    def notices(self, actor: Actor | None = None) -> list[Notice]:
        """All notices, or those of one."""
        with entered(Scope.system("test")), bulk_role():
            found = Notice.objects.order_by("pk")
            return list(found if actor is None else found.filter(user_id=actor.user_id))

    def deliveries(self, channel: str) -> list[Delivery]:
        """All deliveries on a channel."""
        with entered(Scope.system("test")), bulk_role():
            return list(Delivery.objects.filter(channel=channel).order_by("pk"))

    def reach(self, actor: Actor, channel: str, **where: str) -> None:
        """An actor says where he can be reached."""
        with entered(Scope.of(actor)):
            actions.reach(actor, channel, where)

    def bind(self, body: Body, name: str = "市级工作群") -> Group:
        """A work group of a body, at the robot of this test."""
        with entered(Scope.system("test")), bulk_role():
            return Group.objects.create(
                body=body, area=body.lo, channel="dingtalk", name=name, since=MORNING,
                sealed=vault().seal("group robot", json.dumps(self.robot.address)),
            )  # fmt: skip


@pytest.fixture
def notices(db: Any, settings: Any) -> Iterator[Notices]:
    """A city in which phones are reached by a gateway of this test, and a group by a robot of it."""
    with ExitStack() as stack:
        gateway, robot = stack.enter_context(FakeGateway()), stack.enter_context(FakeDingTalk())
        gateway.timely = robot.timely = False
        settings.DEMO = False
        settings.NOTICES = {
            **settings.NOTICES, "sms_url": gateway.url, "sms_key": KEY, "sms_secret": SECRET,
            "site": "https://grid.invalid", "robot_hosts": ["127.0.0.1"],
        }  # fmt: skip
        stack.enter_context(clock.at(MORNING))
        yield _made(found(), gateway, robot)


def _made(intake: Intake, gateway: FakeGateway, robot: FakeDingTalk) -> Notices:
    from tests.casework.world import actor

    with entered(Scope.system("test")), bulk_role():
        leader = actor(Body.objects.get(pk=intake.clerk.body_id), "leader")
    return Notices(intake, gateway, robot, leader)


__all__ = ["PHONE"]
