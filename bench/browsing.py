"""A signed-in visitor of the real web application, in this process and without a socket."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Min

from gangmu.casework.models import Task
from gangmu.config.wsgi import served as application
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.scope import Scope, entered


class Visitor:
    """Somebody with a demo account and a session."""

    def __init__(self, username: str) -> None:
        self.user = User.objects.get(username=username)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session.create()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    def chunks(self, address: str) -> Iterator[bytes]:
        """The body of GET `address` as it leaves; AssertionError unless the answer is 200."""
        parts = urlsplit(address)
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost", "HTTP_COOKIE": self.cookie, "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        statuses: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], _info: Any = None) -> None:
            statuses.append(status)

        with closing(application(environ, start)) as answer:
            assert statuses[0].startswith("200"), f"{address}: {statuses[0]}"
            yield from answer

    def get(self, address: str) -> bytes:
        """The whole body of GET `address`."""
        return b"".join(self.chunks(address))

    def oldest_task(self) -> int:
        """The smallest task number on the visitor's ground."""
        actor = actor_of(self.user)
        assert actor is not None  # a demo account has a post
        with entered(Scope.of(actor)) as scope:
            return int(Task.objects.within(scope).aggregate(oldest=Min("pk"))["oldest"])
