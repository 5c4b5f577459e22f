"""Members of trios in the emergency mode, signed in, with doors to report: made by sets, past the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from gangmu.config import roles
from gangmu.kernel.sqlfiles import statements

SQL: Any = statements(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True)
class Member:
    """Whoever holds a phone: his session, his trio."""

    session: str
    trio: int


@dataclass(frozen=True)
class Books:
    """What became of reports, by the tables."""

    commands: int
    reports: int
    late: int
    tasks_with_a_report: int
    tasks_moved: int
    moves: int
    commands_of_moves: int


def prepared(database: str, doors: int) -> tuple[list[Member], dict[int, list[int]]]:
    """The members (3 of each trio) and the doors of each trio, in a database that holds the demo city."""
    with roles.connect("admin", database) as connection:
        connection.execute(SQL["as_system"])
        for name in ("mode", "posts", "users", "holdings"):
            connection.execute(SQL[name])
        connection.execute(SQL["ours"])
        connection.execute(SQL["tasks"], {"doors": doors})
        connection.execute(SQL["timers"])
        members = connection.execute(SQL["members"]).fetchall()
        found = []
        with connection.cursor().copy(SQL["sessions"]) as copy:
            for user, password, post, trio in members:
                key, data, until = _session(user, password, post)
                copy.write_row((key, data, until, user))
                found.append(Member(key, trio))
        connection.execute(SQL["vacuum"])
        of: dict[int, list[int]] = {}
        for task, trio in connection.execute(SQL["doors"]):
            of.setdefault(trio, []).append(task)
    return found, of


def books(database: str) -> tuple[Books, set[UUID]]:
    """What the tables say, and the ids of the commands that were carried out."""
    with roles.connect("admin", database) as connection:
        row = connection.execute(SQL["books"]).fetchone()
        assert row is not None
        return Books(*row), {command for (command,) in connection.execute(SQL["commands"])}


def _session(user: int, password: str, post: int) -> tuple[str, str, Any]:
    """As signing in and choosing a post leave it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.base import VALID_KEY_CHARS
    from django.utils.crypto import get_random_string

    from gangmu.config.sessions import SessionStore
    from gangmu.doors.access import POST_KEY
    from gangmu.ground.accounts.models import User
    from gangmu.kernel import clock

    store = SessionStore()
    known = {
        SESSION_KEY: str(user),
        POST_KEY: post,
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: User(pk=user, password=password).get_session_auth_hash(),
    }
    return get_random_string(32, VALID_KEY_CHARS), store.encode(known), clock.now() + timedelta(hours=12)
