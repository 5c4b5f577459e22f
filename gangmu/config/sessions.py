"""Sessions that know their user: one query a request tells session, user and posts."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from gangmu.ground.accounts.models import Session, User
from gangmu.ground.organization.queries import signed_in


class SessionStore(DatabaseStore):
    """Django's store, but for the query that reads it."""

    user: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our own table, which names the user."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to save, with the user who is signed in."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row

    def load(self) -> dict[str, Any]:
        """What the session holds; its user is known from then on."""
        found = signed_in(self.session_key or "")
        if found is None:
            self._session_key = None
            return {}
        self.user = found.user
        session: dict[str, Any] = json.loads(_opened(found.data))
        return session


@lru_cache(maxsize=5000)  # as many as are on shift at once
def _opened(data: str) -> str:
    """What a signed session holds, as JSON. A phone asks again and again: signed words need to be proved once."""
    return json.dumps(SessionStore().decode(data))


class KnownUser(AuthenticationMiddleware):
    """`request.user` is the one that was read with the session, if his password is still the one it was opened with."""

    def process_request(self, request: HttpRequest) -> None:
        """As Django's own, but without a query of its own."""
        super().process_request(request)
        known: Any = SimpleLazyObject(lambda: _user(request))
        request.user = known


def _user(request: HttpRequest) -> Any:
    session: Any = request.session
    known = session.get(HASH_SESSION_KEY)  # loads it
    user = session.user
    whose = user and known and str(user.pk) == session.get(SESSION_KEY)
    if whose and constant_time_compare(known, user.get_session_auth_hash()):
        return user
    return get_user(request)  # which also knows retired secrets, and ends a session that must end
