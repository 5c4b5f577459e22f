"""The only writers of accounts: the access log, and API tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from gangmu.ground.accounts.models import AccessLog, ApiToken, User
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor


def log_access(actor: Actor, act: str, person_id: int | None = None, detail: str = "", reason: str = "") -> None:
    """Write that somebody looked, in the transaction in which he looks: no look without its line."""
    AccessLog.objects.create(
        at=clock.now(),
        actor=actor.key,
        user_id=actor.user_id,
        post_id=actor.post_id,
        act=act,
        person_id=person_id,
        detail=detail[:200],
        reason=reason[:200],
    )


def create_token(
    user: User, post_id: int, name: str, scopes: list[str], expires_at: datetime | None = None
) -> str:
    """Make an API token and return it; it is shown this once, and kept as a hash."""
    token = f"gm_{secrets.token_urlsafe(32)}"
    keep_token(user, post_id, name, scopes, token, expires_at)
    return token


def keep_token(
    user: User, post_id: int, name: str, scopes: list[str], token: str, expires_at: datetime | None = None
) -> ApiToken:
    """Keep a given token by its hash; the same token again is the same row."""
    kept, _ = ApiToken.objects.update_or_create(
        digest=digest_of(token),
        defaults={
            "name": name, "user": user, "post_id": post_id, "scopes": scopes,
            "created_at": clock.now(), "expires_at": expires_at,
        },
    )  # fmt: skip
    return kept


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
