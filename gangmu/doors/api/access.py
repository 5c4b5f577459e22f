"""Who calls: a partner with a token, or the phone app of somebody who is signed in.

Whose a token is stays known to the process for `RECENT` seconds: one that was taken away, with its post or account,
works that much longer, and no more. A session is read anew for every request, with its user and his posts, so signing
out, or losing a post, counts at once.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from inspect import Signature, signature
from typing import Any, Generic, TypeVar, get_type_hints
from uuid import UUID, uuid5

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from gangmu.ground.accounts.queries import digest_of, token_of
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered

POST_KEY = "post"
SCOPES = ("push", "laboratory", "reports", "field")
RECENT = 5.0  # seconds
MOST = 5000
V = TypeVar("V")


class ApiRequest(HttpRequest):
    """A request whose caller is known."""

    auth: Actor
    scope: Scope
    token_scopes: frozenset[str]


class Recent(Generic[V]):
    """What was found in the last few seconds; at most MOST things, none of them 'nothing'."""

    def __init__(self) -> None:
        self._kept: dict[Any, tuple[float, V]] = {}

    def get(self, key: Any, find: Callable[[], V | None]) -> V | None:
        """What is known under a key, or else what `find` finds."""
        now = time.monotonic()
        if (kept := self._kept.get(key)) and kept[0] > now:
            return kept[1]
        found = find()
        if found is not None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = (now + RECENT, found)
        return found

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()


TOKENS: Recent[tuple[Actor, frozenset[str]]] = Recent()


def _by_token(token: str) -> tuple[Actor, frozenset[str]] | None:
    """Whom a token acts as: only in its own post, never in another that its user happens to hold."""
    if (found := token_of(token)) is None:
        return None
    actor = actor_of(found.user, found.post_id)
    return (actor, frozenset(found.scopes)) if actor and actor.post_id == found.post_id else None


class Token(HttpBearer):
    """`Authorization: Bearer …`: a partner's token acts in one post, and may do what its scopes name."""

    def authenticate(self, request: Any, token: str) -> Actor | None:
        """The actor of a live token, or None."""
        known = TOKENS.get(digest_of(token), lambda: _by_token(token))
        if known is None:
            return None
        actor, request.token_scopes = known
        return actor


def _bears(request: HttpRequest) -> bool:
    said: str = request.META.get("HTTP_AUTHORIZATION", "")
    return said[:7].lower() == "bearer "


class Session(APIKeyCookie):
    """The session cookie of a signed-in member, with the header X-CSRFToken: the phone app."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        """The cookie; a request without one is unknown rather than forged, and one with a token is the token's."""
        if self.param_name not in request.COOKIES or _bears(request):
            return None
        return super()._get_key(request)

    def authenticate(self, request: Any, key: str | None) -> Actor | None:
        """The actor of the post that the session acts in, or None."""
        if not key:
            return None
        request.token_scopes = frozenset({"field"})
        user = request.user
        return actor_of(user, request.session.get(POST_KEY)) if user.is_authenticated else None


def allowed(scope: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let an operation run if the caller's token carries `scope`; it opens its own transactions."""

    def wrap(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def inner(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
            if scope not in request.token_scopes:
                raise Refused("scope_missing", scope=scope)
            request.scope = Scope.of(request.auth)
            return operation(request, *args, **kwargs)

        inner.may = scope  # type: ignore[attr-defined]
        inner.__signature__ = _read(operation)  # type: ignore[attr-defined]
        return inner

    return wrap


def _read(operation: Callable[..., Any]) -> Signature:
    """The signature of an operation with its annotations read where they were written, for ninja."""
    known = get_type_hints(operation, include_extras=True)
    found = signature(operation)
    return found.replace(
        parameters=[p.replace(annotation=known.get(p.name, p.annotation)) for p in found.parameters.values()]
    )


def within(scope: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run an operation in one transaction under the caller's scope, if his token carries `scope`."""

    def wrap(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def inner(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
            with entered(request.scope):
                return operation(request, *args, **kwargs)

        return allowed(scope)(inner)

    return wrap


def derived(key: UUID, step: str) -> UUID:
    """The id of a further command inside a request: the same key gives the same id."""
    return uuid5(key, step)


def not_reused(actor: Actor, key: UUID, *said: bytes) -> None:
    """Refused('key_reused') where this key came before with something else: its answer would hide that this was lost.

    In the transaction of the operation: of a request that is refused the key is free.
    """
    digest = hashlib.sha256()
    for part in said:
        digest.update(b"%d:" % len(part))
        digest.update(part)  # not joined: it may be a file of hundreds of megabytes
    told = digest.hexdigest()
    if once(actor, derived(key, "said"), "api.said", lambda: told) != told:
        raise Refused("key_reused")
