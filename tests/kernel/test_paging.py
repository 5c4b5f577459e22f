"""A cursor says where to go on; one that is not ours says nothing."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest

from gangmu.casework.models import Task
from gangmu.kernel import clock
from gangmu.kernel.paging import page
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import NOON, World, build

BY_TIME, BY_DOOR = ("due_at", "id"), ("building", "address", "id")
MOMENT = {"t": "2026-01-01T00:00:00+00:00"}


@pytest.fixture
def world(db: Any) -> World:
    """Five doors, of which two are due at the same moment."""
    world = build()
    for n in (0, 1, 1, 2, 3):
        with clock.at(NOON + timedelta(minutes=n)):
            world.task(f"居民{n}")
    return world


def cursor(values: Any) -> str:
    """A cursor as somebody else might make it."""
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize("order", [BY_TIME, BY_DOOR, ("-id",)])
def test_the_pages_follow_each_other_and_lead_back(world: World, order: tuple[str, ...]) -> None:
    with entered(Scope.system("test")):
        pages, after = [], ""
        while not pages or after:
            pages.append(page(Task.objects.all(), order, 2, after))
            after = pages[-1].older
        assert [len(one.rows) for one in pages] == [2, 2, 1]
        assert [row for one in pages for row in one.rows] == list(Task.objects.order_by(*order))
        assert page(Task.objects.all(), order, 2, before=pages[1].newer).rows == pages[0].rows


@pytest.mark.parametrize(
    ("order", "values"),
    [
        (BY_TIME, ["x", "y"]),
        (BY_TIME, [None, None]),
        (BY_TIME, [1, 2]),
        (BY_TIME, [MOMENT, "x"]),
        (BY_TIME, [MOMENT, "1"]),
        (BY_TIME, [MOMENT, True]),
        (BY_TIME, [MOMENT, 1.5]),
        (BY_TIME, [MOMENT, float("inf")]),
        (BY_TIME, [MOMENT, [1]]),
        (BY_TIME, [MOMENT, MOMENT]),
        (BY_TIME, [{"t": "2026-01-01T00:00:00"}, 1]),
        (BY_TIME, [{"t": 1}, 1]),
        (BY_TIME, [{}, 1]),
        (BY_TIME, [MOMENT]),
        (BY_TIME, {"t": 1}),
        (BY_DOOR, ["a\0", "b", 1]),
        (BY_DOOR, ["a", "\ud800", 1]),
        (BY_DOOR, [1, "b", 1]),
    ],
)
def test_a_cursor_that_is_not_ours_is_ignored(world: World, order: tuple[str, ...], values: Any) -> None:
    with entered(Scope.system("test")):
        first = page(Task.objects.all(), order, 2)
        assert page(Task.objects.all(), order, 2, cursor(values)) == first
        assert page(Task.objects.all(), order, 2, before=cursor(values)) == first


@pytest.mark.parametrize("text", ["x", "é", "-", cursor([[]]), urlsafe_b64encode(b"[" * 5000).decode()])
def test_a_text_that_is_no_cursor_is_ignored(world: World, text: str) -> None:
    with entered(Scope.system("test")):
        assert page(Task.objects.all(), BY_TIME, 2, text) == page(Task.objects.all(), BY_TIME, 2)


@pytest.mark.parametrize(
    "values",
    [
        [{"t": "0001-01-01T00:00:00+23:59"}, 1],
        [{"t": "9999-12-31T23:59:59-23:59"}, 1],
        [{"t": "9999-12-31T23:59:59+00:00"}, 10**30],
        [MOMENT, -(10**30)],
    ],
)
def test_a_cursor_beyond_all_rows_is_no_error(world: World, values: Any) -> None:
    with entered(Scope.system("test")):
        assert len(page(Task.objects.all(), BY_TIME, 9, cursor(values)).rows) in (0, 5)
