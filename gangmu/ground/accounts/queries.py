"""Reads of accounts: live tokens, and who looked at a person's data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from gangmu.ground.accounts.models import AccessLog, ApiToken
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a person's data: when, who (name, or the system), what for."""

    at: datetime
    by: str
    post_id: int | None
    act: str
    detail: str
    reason: str


def digest_of(token: str) -> bytes:
    """What is kept of a token: SHA-256 of its text. Tokens are long and random, so no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


def token_of(text: str) -> ApiToken | None:
    """The live token of this text with its user, or None: unknown, expired, or its user is switched off."""
    live = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), user__is_active=True)
    return live.filter(digest=digest_of(text)).select_related("user").first()


def looks_at(scope: Scope, person_id: int, limit: int = 200) -> list[Look]:
    """Who looked at a person, newest first, wherever they sit: what the resident is shown, and the inspector.

    That the person himself lies in the scope is the caller's to have made sure of.
    """
    rows = AccessLog.objects.filter(person_id=person_id).select_related("user").order_by("-at", "-id")[:limit]
    return [
        Look(row.at, row.user.name if row.user else row.actor, row.post_id, row.act, row.detail, row.reason)
        for row in rows
    ]
