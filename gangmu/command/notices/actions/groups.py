"""Work groups: whose robot speaks for a body."""

from __future__ import annotations

import json
from uuid import UUID

from gangmu.command.notices import policy
from gangmu.command.notices.models import Group
from gangmu.command.notices.queries import robot_hosts
from gangmu.command.notices.rules import ROBOTS
from gangmu.ground.organization.queries import body_by_id
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope
from gangmu.kernel.vault import vault
from gangmu.partners.channel import NotSent, checked


def bind_group(
    actor: Actor,
    command_id: UUID,
    channel: str,
    name: str,
    url: str,
    secret: str = "",
    language: str = "zh-hans",
) -> int:
    """Bind a work group to the actor's body: its robot's address and secret are sealed. Returns the group's id.

    Refused: not_allowed, channel_unknown, address_wrong (not an address of that robot), name_missing.
    """
    if not policy.may_resend(actor):
        raise Refused("not_allowed")
    if channel not in ROBOTS:
        raise Refused("channel_unknown", channel=channel)
    if not name.strip():
        raise Refused("name_missing")
    try:
        checked(url, robot_hosts(channel))
    except (NotSent, ValueError):
        raise Refused("address_wrong") from None

    def do() -> int:
        body = body_by_id(actor.body_id or 0)
        if body is None:
            raise Refused("not_allowed")
        group, _made = Group.objects.get_or_create(
            body=body, channel=channel, name=name.strip()[:60], ended_at=None,
            defaults={
                "area": body.lo, "language": language, "bound_by_id": actor.user_id, "since": clock.now(),
                "sealed": vault().seal("group robot", json.dumps({"url": url, "secret": secret})),
            },
        )  # fmt: skip
        return int(group.pk)

    return int(once(actor, command_id, "notices.bind_group", do))


def end_group(actor: Actor, command_id: UUID, group_id: int) -> None:
    """Nothing is posted to a group of the actor's ground any more; its address is destroyed. Refused: not_allowed."""
    if not policy.may_resend(actor):
        raise Refused("not_allowed")

    def do() -> None:
        groups = Group.objects.within(Scope.of(actor)).filter(pk=group_id, ended_at=None)
        if not groups.update(ended_at=clock.now(), sealed=b""):
            raise Refused("not_found")

    once(actor, command_id, "notices.end_group", do)
