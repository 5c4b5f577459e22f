"""A week of shifts as a roster says it, for any number of posts, in three statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db import IntegrityError, transaction

from gangmu.ground.organization.models import Post
from gangmu.kernel.bulk import run
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "publishing.sql")


class ShiftRow(NamedTuple):
    """Somebody's shift in a post of a body."""

    post_id: int
    body_id: int
    user_id: int
    begins: datetime
    ends: datetime


def put_week(
    posts: Sequence[int], first: datetime, ends: datetime, begins: datetime, rows: Sequence[ShiftRow]
) -> int:
    """Replace the shifts of posts that begin in [begins, ends) by `rows`; [first, ends) is planned from now on.

    The caller has checked that he may. Whoever else writes shifts of these posts waits. Refused: on_duty_elsewhere.
    """
    # In one order, or two who publish the same posts could wait for each other.
    list(Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values_list("pk"))
    given = {"posts": list(posts), "first": first, "begins": begins, "ends": ends}
    columns = zip(*rows, strict=True) if rows else ([], [], [], [], [])
    named = dict(zip(("post", "body", "user", "from", "until"), map(list, columns), strict=True))
    try:
        with transaction.atomic():
            run(SQL["clear"], given)
            count = run(SQL["put"], named)
            run(SQL["plan"], given)
    except IntegrityError:
        raise Refused("on_duty_elsewhere", who="–") from None
    return count
