"""Who calls: a partner with a token, or the phone app of somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from gangmu.ground.accounts.queries import token_of
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered

POST_KEY = "post"


class ApiRequest(HttpRequest):
    """A request inside `@within`."""

    auth: Actor
    scope: Scope
    token_scopes: frozenset[str]


class Token(HttpBearer):
    """`Authorization: Bearer …`: a partner's token acts in one post, and may do what its scopes name."""

    def authenticate(self, request: ApiRequest, token: str) -> Actor | None:
        """The actor of a live token, or None."""
        found = token_of(token)
        if found is None:
            return None
        request.token_scopes = frozenset(found.scopes)
        return actor_of(found.user, found.post_id)


class Session(APIKeyCookie):
    """The session cookie of a signed-in member (with the CSRF header): the phone app."""

    param_name = "sessionid"

    def authenticate(self, request: ApiRequest, key: str | None) -> Actor | None:
        """The actor of the post that the session acts in, or None."""
        if not request.user.is_authenticated:
            return None
        request.token_scopes = frozenset({"field"})
        return actor_of(request.user, request.session.get(POST_KEY))


def within(scope: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run an operation in one transaction under the caller's scope, if his token carries `scope`."""

    def wrap(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def inner(request: ApiRequest, *args: Any, **kwargs: Any) -> Any:
            if scope not in request.token_scopes:
                raise Refused("not_allowed")
            with entered(Scope.of(request.auth)) as request.scope:
                return operation(request, *args, **kwargs)

        inner.may = scope  # type: ignore[attr-defined]
        return inner

    return wrap


def command_id(request: HttpRequest) -> UUID:
    """The `Idempotency-Key` header, a UUID; Refused('idempotency_key') without one."""
    try:
        return UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError:
        raise Refused("idempotency_key") from None


def derived(key: UUID, step: str) -> UUID:
    """The id of a further command inside a request: the same key gives the same id."""
    return uuid5(key, step)
