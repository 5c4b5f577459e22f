"""What every test may ask for: a database, the running product, a browser. Each is made when first asked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from gangmu.config.browser import FLAGS, find_chromium
from tests import databases
from tests.live import Live, running

DESK = {"width": 1280, "height": 800}
# A microphone and a camera that are not there, and nobody to ask whether they may be used.
SENSES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PHONE = {"width": 390, "height": 844}


# Files in this order, then the others: whoever is handed a long one last keeps the others waiting. The first two take
# as long as each other, since the first start of the product makes the demo city. What floods the city comes after the
# journeys that walk in it.
LONGEST = (
    "architecture/test_outsider",
    "config/test_stack",
    "journeys/(?!test_crash)",
    "journeys/test_crash",
    "twin/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first."""
    items.sort(key=lambda item: [not re.match(f"tests/{name}", item.nodeid) for name in LONGEST])


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """This session's database, copied from the migrated template; row security binds `default`."""
    name = os.environ["GANGMU_DATABASE"]
    with django_db_blocker.unblock():
        databases.copy(name, databases.EMPTY)
        databases.point_django_here()
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: databases.empty()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]
    with django_db_blocker.unblock():
        connections.close_all()
        databases.drop(name)


def pytest_sessionfinish() -> None:
    """Leaves the cluster; it stops when nobody else uses it."""
    if databases.lease.cache_info().currsize:
        databases.lease().release()


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """The product, running as in production on a copy of the demo city; all share it, each with its own people."""
    with running() as stack:
        yield stack


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium that shows Chinese."""
    path = find_chromium()
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *SENSES])
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visitor(phone=True)` opens a page with its own cookies; an error in its scripts fails the test."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def arrive(*, phone: bool = False, **options: Any) -> Page:
        context = browser.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            is_mobile=phone,
            **options,
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield arrive
    for context in opened:
        context.close()
    assert not faults, faults


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    """One desk-sized page."""
    return visitor()
