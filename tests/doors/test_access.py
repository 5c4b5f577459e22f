"""How a staff page is entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from gangmu.config import roles
from gangmu.kernel.scope import Actor
from tests.casework.world import World
from tests.doors.desk.conftest import clerk, visit, world

__all__ = ["clerk", "visit", "world"]


@contextmanager
def held(table: str) -> Iterator[None]:
    """Somebody else holds a table, and this session does not wait for long."""
    with connection.cursor() as cursor, roles.connect("owner") as other:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
        other.autocommit = False
        other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")  # type: ignore[call-overload]
        yield
        other.rollback()


@pytest.mark.parametrize("part", [False, True])
def test_a_database_that_does_not_answer_in_time_asks_to_come_again(
    world: World, clerk: Actor, visit: Callable[[Actor], Client], part: bool
) -> None:
    client = visit(clerk)
    with held("intake_batch"):
        answer = client.get("/push/", headers={"HX-Request": "true"} if part else {})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers.get("Refresh") == (None if part else "5")
    assert "系统繁忙" in answer.content.decode()
    assert client.get("/push/").status_code == 200
