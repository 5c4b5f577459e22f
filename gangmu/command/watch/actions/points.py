"""What is marked for whoever comes next."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from gangmu.command.watch.actions.signing import own_office
from gangmu.command.watch.models import Point
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def raise_point(actor: Actor, command: UUID, text: str, due_at: datetime | None = None) -> int:
    """Mark something for the next watch; it is handed on until it is done. Refused: not_allowed, text_missing."""
    body = own_office(actor)
    if not text.strip():
        raise Refused("text_missing")

    def do() -> int:
        point = Point.objects.create(
            body=body,
            area=body.lo,
            text=text.strip()[:200],
            due_at=due_at,
            raised_by_id=int(actor.user_id or 0),
            raised_at=clock.now(),
        )
        return int(point.pk)

    return int(once(actor, command, "watch.raise_point", do))


def finish_point(actor: Actor, command: UUID, point: Point) -> None:
    """Say that it is done; done twice is done. Refused: not_allowed."""
    if own_office(actor).pk != point.body_id:
        raise Refused("not_allowed")

    def do() -> None:
        standing = Point.objects.filter(pk=point.pk, done_at=None)
        standing.update(done_at=clock.now(), done_by_id=actor.user_id)

    once(actor, command, "watch.finish_point", do)
