"""A member's calendar address: made when he asks for it, ended when he wants or makes a new one."""

from __future__ import annotations

from uuid import UUID, uuid4

from gangmu.ground.duty import policy
from gangmu.ground.duty.models import Feed
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.scope import Actor


def open_feed(actor: Actor, command: UUID) -> None:
    """Make a calendar address for oneself; an older one ends."""

    def do() -> None:
        fresh = {"number": uuid4(), "made_at": clock.now()}
        Feed.objects.update_or_create(user_id=policy.user_of(actor), defaults=fresh)

    once(actor, command, "duty.open_feed", do)


def end_feed(actor: Actor, command: UUID) -> None:
    """End one's calendar address: whoever has it finds nothing any more."""
    once(
        actor,
        command,
        "duty.end_feed",
        lambda: Feed.objects.filter(user_id=policy.user_of(actor)).delete() and None,
    )
