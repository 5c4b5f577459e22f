"""The task list and the search by name at a million tasks, through the real web application in this process."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from urllib.parse import quote

from django.db import connection

from bench.browsing import Visitor
from bench.table import Figure
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered

# Who reads: his demo account, the name that he looks for, the goals in ms of page and search (0: none).
READERS = {"a village": ("cadre-sanxin", "王", 10, 20), "the city": ("leader-city", "王天地", 0, 0)}
PAGE = (
    "SELECT id, name FROM casework_task WHERE area >= %s AND area < %s AND id < %s ORDER BY id DESC LIMIT 51"
)
NAMED = (
    "SELECT p.id, p.name FROM register_presence r JOIN register_person p ON p.id = r.person_id"
    " WHERE r.area >= %s AND r.area < %s AND p.name LIKE %s LIMIT 30"
)


def figures(quick: bool) -> Iterator[Figure]:
    """First and last page of the list, and a search, as a cadre of one village and as the leader of the city."""
    times = 5 if quick else 60
    for place, (login, name, page_goal, search_goal) in READERS.items():
        visitor = Visitor(login)
        last = _last_page(visitor)
        for which, address, edge in (
            ("first", "/tasks/", 2**62),
            ("last", last, int(last.rpartition("=")[2])),
        ):
            page = milliseconds(partial(visitor.get, address), times)
            floor = _bare(visitor, PAGE, times, edge)
            yield Figure(
                f"task list of {place}, {which} page, p50", page, "ms", floor, "bare query", page_goal
            )
        found = milliseconds(partial(visitor.get, f"/search/?q={quote(name)}"), times)
        floor = _bare(visitor, NAMED, times, f"{name}%")
        yield Figure(f"search by name in {place}, p50", found, "ms", floor, "bare query", search_goal)


def milliseconds(once: Callable[[], object], times: int) -> float:
    """The median of `times` calls, after two that are not counted."""
    taken = []
    for _ in range(times + 2):
        began = time.perf_counter()
        once()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken[2:])


def _bare(visitor: Visitor, query: str, times: int, last: object) -> float:
    """The query that a page cannot do without, alone on the connection, with its range and without row security."""
    actor = actor_of(visitor.user)
    assert actor is not None  # a demo account has a post
    where = actor.jurisdiction

    def once() -> None:
        with connection.cursor() as cursor:
            cursor.execute(query, [where.lo, where.hi, last])
            cursor.fetchall()

    with entered(Scope.of(actor)), bulk_role():
        return milliseconds(once, times)


def _last_page(visitor: Visitor) -> str:
    """The address of the list's last page: of a village by leafing, of the city by its oldest task."""
    address = "/tasks/"
    for _ in range(40):
        found = re.search(rb'rel="next"[^>]*href="([^"]+)"', visitor.get(address))
        if found is None:
            return address
        address = "/tasks/" + found[1].decode().replace("&amp;", "&")
    return f"/tasks/?after={visitor.oldest_task() + 30}"
