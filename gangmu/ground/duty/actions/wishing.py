"""What members wish for a day; a leader may make a day off firm, so that no roster takes it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gangmu.ground.duty import policy
from gangmu.ground.duty.models import Wish
from gangmu.ground.duty.queries.members import area_of_post
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def wish(actor: Actor, command: UUID, day: date, kind: str) -> int:
    """Wish for a day to come; a second wish for it replaces the first. Refused: day_over, wish_firm."""
    me = policy.user_of(actor)
    if day <= clock.today():
        raise Refused("day_over")
    area = area_of_post(actor)

    def do() -> int:
        if Wish.objects.filter(user_id=me, day=day, firm=True).exists():
            raise Refused("wish_firm")
        said = {"kind": kind, "area": area, "said_at": clock.now()}
        return int(Wish.objects.update_or_create(user_id=me, day=day, defaults=said)[0].pk)

    return int(once(actor, command, "duty.wish", do))


def unwish(actor: Actor, command: UUID, one: Wish) -> None:
    """Take one's wish back. Refused: not_allowed (another's)."""
    if one.user_id != actor.user_id:
        raise Refused("not_allowed")
    once(actor, command, "duty.unwish", lambda: Wish.objects.filter(pk=one.pk).delete() and None)


def make_firm(actor: Actor, one: Wish, firm: bool) -> None:
    """Grant a wished day off, or no longer. Refused: not_allowed, own_leave, only_days_off."""
    if not policy.may_plan(actor) or one.area not in actor.jurisdiction:
        raise Refused("not_allowed")
    if one.user_id == actor.user_id:
        raise Refused("own_leave")
    if one.kind != Wish.Kind.OFF:
        raise Refused("only_days_off")
    Wish.objects.filter(pk=one.pk).update(firm=firm)
