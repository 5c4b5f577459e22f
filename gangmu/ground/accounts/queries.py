"""Reads of accounts."""

from __future__ import annotations

import hashlib

from django.db.models import Q

from gangmu.ground.accounts.models import AccessLog, ApiToken
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope


def token_of(token: str) -> ApiToken | None:
    """The live token whose hash this is, with its user; None if unknown, expired or its user is shut out."""
    digest = hashlib.sha256(token.encode()).digest()
    alive = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    return ApiToken.objects.select_related("user").filter(alive, digest=digest, user__is_active=True).first()


def looks_at(scope: Scope, person_id: int, most: int = 50) -> list[AccessLog]:
    """Who looked at a person, newest first; the caller has found the person in his scope."""
    return list(AccessLog.objects.filter(person_id=person_id).select_related("user").order_by("-at", "-id")[:most])
