"""The only writers of who holds which post, one appointment at a time; founding and lists are `bulk`."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import policy
from gangmu.ground.organization.facts import Appointed, Relieved
from gangmu.ground.organization.models import Holding, Post
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def appoint(
    actor: Actor, user: User, post: Post, since: date, *, deputy: bool = False, command: UUID | None = None
) -> Holding:
    """Give a post to a user from a day on; whoever holds it already keeps it, and how he holds it.

    With a command it is carried out once, also when it arrives again after he was relieved. Refused: not_allowed.
    """
    if not policy.may_appoint(actor, post.body.ground):
        raise Refused("not_allowed")

    def do() -> int:
        held = Holding.objects.filter(user=user, post=post, valid__overlap=DateRange(since, None)).first()
        if held is not None:
            return held.pk
        holding = Holding.objects.create(user=user, post=post, deputy=deputy, valid=DateRange(since, None))
        record(actor, Appointed(post.pk, post.body.lo, user.pk, deputy, since.isoformat()))
        return holding.pk

    made = do() if command is None else once(actor, command, "organization.appoint", do)
    return Holding.objects.get(pk=made)


def relieve(actor: Actor, holding: Holding, until: date, *, command: UUID | None = None) -> None:
    """End a holding on a day; what was done in the post stays with the post. Refused: not_allowed, too_early."""
    if not policy.may_appoint(actor, holding.post.body.ground):
        raise Refused("not_allowed")

    def do() -> None:
        since = holding.valid.lower
        if since is not None and until <= since:
            raise Refused("too_early", since=since.isoformat())
        Holding.objects.filter(pk=holding.pk).update(valid=DateRange(since, until))
        record(actor, Relieved(holding.post_id, holding.post.body.lo, holding.user_id, until.isoformat()))

    if command is None:
        do()
    else:
        once(actor, command, "organization.relieve", do)


def move(actor: Actor, command: UUID, holding: Holding, post: Post, day: date) -> Holding:
    """Move somebody from his post to another on a day: he is relieved of the one and appointed to the other.

    Both or neither. The one who held a post on an old day is still found there. Refused: not_allowed, too_early,
    same_post.
    """
    if post.pk == holding.post_id:
        raise Refused("same_post")

    def do() -> int:
        relieve(actor, holding, day)
        return appoint(actor, holding.user, post, day, deputy=holding.deputy).pk

    return Holding.objects.get(pk=once(actor, command, "organization.move", do))
