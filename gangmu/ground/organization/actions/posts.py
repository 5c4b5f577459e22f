"""The only writers of who holds which post, one appointment at a time; founding is `bulk`."""

from __future__ import annotations

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import policy
from gangmu.ground.organization.facts import Appointed, Relieved
from gangmu.ground.organization.models import Holding, Post
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def appoint(actor: Actor, user: User, post: Post, since: date, *, deputy: bool = False) -> Holding:
    """Give a post to a user from a day on; whoever holds it already keeps it. Refused: not_allowed."""
    if not policy.may_appoint(actor, post.body.jurisdiction):
        raise Refused("not_allowed")
    held = Holding.objects.filter(user=user, post=post, valid__overlap=DateRange(since, None)).first()
    if held is not None:
        return held
    holding = Holding.objects.create(user=user, post=post, deputy=deputy, valid=DateRange(since, None))
    record(actor, Appointed(post.pk, post.body.lo, user.pk, deputy, since.isoformat()))
    return holding


def relieve(actor: Actor, holding: Holding, until: date) -> None:
    """End a holding on a day; what was done in the post stays with the post. Refused: not_allowed, too_early."""
    if not policy.may_appoint(actor, holding.post.body.jurisdiction):
        raise Refused("not_allowed")
    since = holding.valid.lower
    if since is not None and until <= since:
        raise Refused("too_early", since=since.isoformat())
    Holding.objects.filter(pk=holding.pk).update(valid=DateRange(since, until))
    record(actor, Relieved(holding.post_id, holding.post.body.lo, holding.user_id, until.isoformat()))
