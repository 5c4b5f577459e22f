"""Every page that people wait for, in a city of full size, as the least privileged see it: p95 on the server.

Beside each stands the time that its statements took in the same run. The database is the twin (`databases.TWIN`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from django.db import connection

from bench.browsing import Visitor
from bench.table import Figure

PARTS = "/?=&"
VILLAGE, TOWN, COUNTY, CITY = 100, 100, 200, 200
# Who looks (a demo account), his budget in ms, and at what; {…} is found on the pages before.
PAGES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("cadre-sanxin", VILLAGE, ("/field/", "/field/?by=building", "/field/done/", "/field/tasks/{door}/", "/tasks/",
                               "/tasks/?after={middle}", "/tasks/?status=closed", "/tasks/{task}/",
                               "/persons/{person}/", "/search/?q=王天", "/search/?q=王", "/search/?q=15400000007")),
    ("desk-jiangbei", TOWN, ("/", "/office/", "/identities/", "/handovers/", "/tasks/", "/tasks/?late=1",
                             "/tasks/{task}/", "/persons/{person}/", "/search/?q=王天", "/search/?q=15400000007")),
    ("compare-jiangbei", TOWN, ("/", "/review/")),
    ("gate-jiangbei", TOWN, ("/", "/review/")),
    ("leader-huicheng", COUNTY, ("/", "/board/", "/organization/", "/tasks/", "/tasks/?late=1", "/tasks/{task}/",
                                 "/persons/{person}/", "/search/?q=王天", "/search/?q=15400000007")),
    ("leader-city", CITY, ("/", "/board/", "/organization/", "/tasks/", "/tasks/?after={middle}", "/tasks/?late=1",
                           "/tasks/?status=returned&urgent=1", "/tasks/{task}/", "/persons/{person}/",
                           "/search/?q=王天", "/search/?q=王天地", "/search/?q=15400000007")),
    ("push", CITY, ("/", "/residents/", "/push/", "/push/{batch}/", "/push/{batch}/?outcome=waiting",
                    "/push/{batch}/ledger/")),
)  # fmt: skip
# Where a name in an address is read from: the first match on a page.
FOUND = {
    "door": ("/field/", rb"/field/tasks/(\d+)/"),
    "task": ("/tasks/", rb"/tasks/(\d+)/"),
    "middle": ("/tasks/", rb"after=(\d+)"),
    "person": ("/tasks/{task}/", rb"/persons/(\d+)/"),
    "batch": ("/push/", rb"/push/(\d+)/"),
}


class Clock:
    """An execute wrapper that adds up how long the statements took."""

    def __init__(self) -> None:
        self.taken = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.taken += time.perf_counter() - began


def figures(quick: bool) -> Iterator[Figure]:
    """One line a page: p95 of its server time beside the median of its statements."""
    for login, budget, addresses in PAGES:
        visitor = Visitor(login)
        for address in addresses:
            filled = fill(visitor, address)
            page, statements = _p95(visitor, filled, 5 if quick else 40)
            yield Figure(f"{login} {address}, p95", page, "ms", statements, "its statements", budget)


def fill(visitor: Visitor, address: str) -> str:
    """The address with the numbers it needs, as the visitor would find them."""
    for name in re.findall(r"{(\w+)}", address):
        page, pattern = FOUND[name]
        found = re.search(pattern, visitor.get(fill(visitor, page)))
        assert found, f"{visitor.user.username} sees no {name} on {page}"
        address = address.replace(f"{{{name}}}", found[1].decode())
    return quote(address, safe=PARTS)


def _p95(visitor: Visitor, address: str, times: int) -> tuple[float, float]:
    pages, statements = [], []
    for _ in range(times + 2):
        clock = Clock()
        began = time.perf_counter()
        with connection.execute_wrapper(clock):
            visitor.get(address)
        pages.append((time.perf_counter() - began) * 1000)
        statements.append(clock.taken * 1000)
    pages, statements = sorted(pages[2:]), sorted(statements[2:])
    return pages[(len(pages) * 95 + 99) // 100 - 1], statements[len(statements) // 2]
