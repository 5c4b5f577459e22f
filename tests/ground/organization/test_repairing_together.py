"""Two people click at one moment to fill a seat: one of them does, the other is told so."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import queries
from gangmu.ground.organization.actions import cover_shift
from gangmu.ground.organization.models import Holding, Post, Shift
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.casework.test_two_phones import at_once, until_somebody_waits
from tests.casework.world import ALWAYS, build

SYSTEM = Scope.system("test")


def apart(do: Callable[[], Any], start: Barrier) -> str:
    """What came of it on a connection of its own, begun when all are ready: 'done', or the code of the refusal."""
    try:
        start.wait(timeout=30)
        with entered(SYSTEM):
            do()
        return "done"
    except Refused as refused:
        return refused.code
    finally:
        connection.close()


def together(*clicks: Callable[[], Any]) -> list[str]:
    """All at once; what came of each, sorted."""
    start = Barrier(len(clicks))
    with ThreadPoolExecutor(len(clicks)) as pool:
        return sorted(one.result(timeout=60) for one in [pool.submit(apart, do, start) for do in clicks])


@pytest.mark.parametrize(("same", "answer"), [(False, "already_covered"), (True, "on_duty_elsewhere")])
def test_of_two_clicks_one_fills_the_seat_and_the_other_is_told_why_not(
    transactional_db: None, same: bool, answer: str
) -> None:
    """Two put different people into one seat; or two put the same person into different seats."""
    world = build()
    post = Post.objects.select_related("body").get(pk=world.police.post_id)
    second = Post.objects.create(body=post.body, role=post.role, line=post.line, title="民警二")
    other = User.objects.create_user("second", name="民警丙")
    Holding.objects.create(user=other, post=post, valid=ALWAYS)
    first = User.objects.get(pk=world.police.user_id)
    begin = clock.now() + timedelta(hours=20)

    def click(seat: Post, who: User) -> Callable[[], Any]:
        given = (post.body, seat, who, begin, begin + timedelta(hours=4), "临时顶岗")
        return lambda: cover_shift(SYSTEM.actor, uuid4(), *given)

    chosen = (click(post, first), click(second, first)) if same else (click(post, first), click(post, other))
    assert together(*chosen) == sorted(["done", answer])
    assert Shift.objects.filter(body=post.body, during__contains=begin).count() == 1
    assert queries.post_within(SYSTEM, post.pk) == post


def test_one_person_is_not_put_on_duty_twice_at_once_without_his_rest(transactional_db: None) -> None:
    world = build()
    post = Post.objects.select_related("body").get(pk=world.police.post_id)
    second = Post.objects.create(body=post.body, role=post.role, line=post.line, title="民警二")
    who, held = User.objects.get(pk=world.police.user_id), Event()
    begin = clock.now() + timedelta(hours=20)

    def cover(seat: Post, after: int) -> None:
        since = begin + timedelta(hours=after)
        given = (post.body, seat, who, since, since + timedelta(hours=12), "临时顶岗")
        cover_shift(SYSTEM.actor, uuid4(), *given)

    def first() -> None:
        with entered(SYSTEM):
            cover(post, 0)
            held.set()
            until_somebody_waits("locktype = 'transactionid'")

    def next_to_it() -> None:
        assert held.wait(60)
        with entered(SYSTEM):
            cover(second, 12)

    assert at_once(first, next_to_it) == [None, "rest_too_short"]
    assert Shift.objects.filter(user=who).count() == 1
