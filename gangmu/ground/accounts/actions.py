"""The only writers of the access log, of accounts and of API tokens."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from gangmu.ground.accounts import policy
from gangmu.ground.accounts.models import AccessLog, ApiToken, Session, User
from gangmu.ground.accounts.queries import digest_of
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

TOKEN_SCOPES = ("push", "laboratory", "reports")


def log_access(
    actor: Actor, act: str, person_id: int | None = None, detail: str = "", reason: str = ""
) -> None:
    """Write that somebody looks: `act` is open, search, reveal or export. Refused: reason_missing (reveal)."""
    log_accesses(actor, act, [person_id], detail, reason)


def log_accesses(
    actor: Actor, act: str, person_ids: Iterable[int | None], detail: str = "", reason: str = ""
) -> None:
    """The same look at several persons, a row for each, so that each of them can read it."""
    act = AccessLog.Act(act)
    if act == AccessLog.Act.REVEAL and not reason.strip():
        raise Refused("reason_missing")
    now = clock.now()
    AccessLog.objects.bulk_create(
        [
            AccessLog(
                at=now,
                actor=actor.key,
                user_id=actor.user_id,
                post_id=actor.post_id,
                act=act,
                person_id=person_id,
                detail=detail[:200],
                reason=reason.strip()[:200],
            )
            for person_id in person_ids
        ],
        batch_size=1000,
    )


def create_account(actor: Actor, username: str, name: str, password: str | None = None) -> User:
    """An account that may do nothing until it is given a post; an account of that name keeps its password.

    Without a password nobody can sign in with it. Refused: not_allowed.
    """
    if not policy.may_administer(actor):
        raise Refused("not_allowed")
    known = User.objects.filter(username=username).first()
    return known or User.objects.create_user(username, password, name=name)


def issue_token(
    actor: Actor,
    name: str,
    user: User,
    post_id: int,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    text: str = "",
) -> str:
    """A new key to the API, acting as `user` in a post. Its text is returned once and kept nowhere.

    `text` is a key known beforehand, for demos only. Refused: not_allowed, scope_unknown.
    """
    if not policy.may_administer(actor) or (text and not settings.DEMO):
        raise Refused("not_allowed")
    wanted = list(dict.fromkeys(scopes))
    if unknown := [scope for scope in wanted if scope not in TOKEN_SCOPES]:
        raise Refused("scope_unknown", scope=unknown[0])
    text = text or f"gm_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(
        name=name,
        digest=digest_of(text),
        user=user,
        post_id=post_id,
        scopes=wanted,
        created_at=clock.now(),
        expires_at=expires_at,
    )
    return text


def revoke_token(actor: Actor, token: ApiToken) -> None:
    """End a token now. Refused: not_allowed."""
    if not policy.may_administer(actor):
        raise Refused("not_allowed")
    ApiToken.objects.filter(pk=token.pk).update(expires_at=clock.now())


def sign_out(actor: Actor, user: User) -> int:
    """End all sessions of an account: its phones wipe what they hold when they next ask. Returns how many it had.

    Refused: not_allowed.
    """
    if not policy.may_administer(actor):
        raise Refused("not_allowed")
    return Session.objects.filter(user=user).delete()[0]


def end_sessions(actor: Actor) -> int:
    """Delete the sessions that are over; returns how many."""
    return Session.objects.filter(expire_date__lte=clock.now()).delete()[0]
