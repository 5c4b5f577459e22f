"""The field app on a slow phone, in a real browser: what the first load weighs and takes, a start without a signal.

The phone: a processor six times slower than this one; the line: 1.6 Mbit/s down, 0.75 up, 150 ms. Each round has a
browser context of its own, so nothing is kept from the one before. The floor is the same on this machine unthrottled.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.browsing import Visitor
from bench.table import Figure, medians
from gangmu.config import postgres
from gangmu.config.browser import FLAGS, find_chromium
from gangmu.config.processes import Stack, free_port

WHO, PIN = "medic-sanxin", "271828"
SLOWER = 6
LINE = {"offline": False, "latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 96_000}
MOST, FIRST, LATER = 250, 5000, 2000  # KiB and ms: goals


def figures(quick: bool) -> Iterator[Figure]:
    """Weight and time of the first load; times of a start and of unlocking without a signal."""
    logs = postgres.home() / "logs" / "bench-phone"
    logs.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ}
    cookie = Visitor(WHO).cookie.partition("=")
    stack = Stack("127.0.0.1", free_port("127.0.0.1", 18600), logs, environment)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        stack.start()
        stack.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
            session = {"name": cookie[0], "value": cookie[2], "url": stack.url}
            rounds = 1 if quick else 3
            weight, *slow = medians(rounds, lambda _: _visit(browser, stack.url, session, SLOWER))
            _same, *bare = medians(rounds, lambda _: _visit(browser, stack.url, session, 1))
            browser.close()
    finally:
        stack.stop()
    yield Figure("field app, first load, compressed", weight, "KiB", goal=MOST)
    whats = ("first load until it asks for a PIN", "later start without a signal", "… its list after the PIN")
    for what, value, floor, goal in zip(whats, slow, bare, (FIRST, LATER, 0), strict=True):
        yield Figure(f"field app, slow phone: {what}", value, "ms", floor, "not slowed", goal)


def _visit(browser: Browser, url: str, session: dict[str, str], slower: int) -> tuple[float, ...]:
    """KiB of the first load; ms of it, of a start offline, and from the PIN's last digit to the list."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 360, "height": 740}, is_mobile=True)
    context.add_cookies([session])  # type: ignore[list-item]
    page = context.new_page()
    line = context.new_cdp_session(page)
    loaded: list[float] = []
    line.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    line.send("Network.enable")
    _slow(line, slower)
    first = _until(page, f"{url}/app/", "#pin")
    weight = sum(loaded) / 1024
    _slow(line, 1)
    _sealed(page)
    context.set_offline(True)
    _slow(line, slower, offline=True)
    later = _until(page, f"{url}/app/", "#pin")
    began = time.perf_counter()
    page.locator("#pin").fill(PIN)
    page.locator(".gm-tabs").wait_for(timeout=60_000)
    opened = (time.perf_counter() - began) * 1000
    context.close()
    return weight, first, later, opened


def _slow(line: CDPSession, slower: int, *, offline: bool = False) -> None:
    line.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    free = {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", LINE if slower > 1 and not offline else free)


def _until(page: Page, address: str, there: str) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(there).wait_for(timeout=60_000)
    return (time.perf_counter() - began) * 1000


def _sealed(page: Page) -> None:
    """A PIN is chosen, and the app stays on the phone."""
    for again in (False, True):
        if again:
            page.get_by_text("再输一次").wait_for()
        page.locator("#pin").fill(PIN)
    page.locator(".gm-tabs").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # kept: the worker answers from here on
    page.locator("#pin").wait_for()
