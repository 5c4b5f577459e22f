"""The event server: tells open pages that a batch has changed (ADR 11). Nothing personal passes through it.

`GET /live/push/<id>?ticket=…` is a stream of server-sent events `ledger`; the page then fetches the ledger itself,
signed in and scoped. One task per watched batch asks the database once a second, however many pages watch.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.config.settings")

import django

django.setup()

from gangmu.config.watching import Watch, mark_of  # noqa: E402
from gangmu.doors.desk.queries.live import batch_of_ticket  # noqa: E402

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
BEAT = 15.0  # seconds between comments that keep proxies from closing a quiet stream
LONGEST = 3600.0  # seconds of one stream; the browser comes back by itself
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    # Another port is another origin. A ticket is needed all the same, and the stream says only 'changed'.
    (b"access-control-allow-origin", b"*"),
]
watch = Watch(mark_of)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http":
        return
    batch = _batch(scope)
    if batch is None:
        # 204 tells a browser not to come back: the page asks by itself from then on.
        await send({"type": "http.response.start", "status": 204, "headers": HEADERS[-1:]})
        await send({"type": "http.response.body"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    streaming = asyncio.ensure_future(_stream(batch, send))
    leaving = asyncio.ensure_future(_left(receive))
    await asyncio.wait({streaming, leaving}, return_when=asyncio.FIRST_COMPLETED, timeout=LONGEST)
    for part in (streaming, leaving):
        part.cancel()
    await asyncio.gather(streaming, leaving, return_exceptions=True)
    await send({"type": "http.response.body"})


def _batch(scope: dict[str, Any]) -> int | None:
    head, _slash, number = scope["path"].rstrip("/").rpartition("/")
    ticket = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
    if not head.endswith("/live/push") or not number.isascii() or not number.isdigit():
        return None
    batch = batch_of_ticket(ticket)
    return batch if batch == int(number) else None


async def _stream(batch: int, send: Send) -> None:
    async def say(text: str) -> None:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    await say("retry: 2000\n\n")
    with watch.of(batch) as changes:
        while True:
            try:
                mark = await asyncio.wait_for(changes.get(), BEAT)
            except TimeoutError:
                await say(": quiet\n\n")
            else:
                await say(f"event: ledger\nid: {mark}\ndata: changed\n\n")


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
