"""The event server: tells open pages and phones that something changed (ADR 11). Nothing personal passes it.

`GET /live/push/<id>?ticket=…` is a stream of server-sent events `ledger` about a batch, `/live/trio/<id>?ticket=…` of
events `list` about the list of a trio; page or phone then asks by itself, signed in and scoped. The database is asked
once in a while for all of them, however many they are.
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

from gangmu.config.watching import Watch, marks_of_batches, marks_of_trios  # noqa: E402
from gangmu.doors.live import allows  # noqa: E402

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
BEAT = 20.0  # seconds between comments that keep proxies from closing a quiet stream
LONGEST = 3600.0  # seconds of one stream; the browser comes back by itself
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    # Another port is another origin. A ticket is needed all the same, and the stream says only 'changed'.
    (b"access-control-allow-origin", b"*"),
]
# By what is watched: the watch, and the name of its event. A clerk looks on; phones are thousands.
WATCHES = {"push": (Watch(marks_of_batches, 1.0), "ledger"), "trio": (Watch(marks_of_trios, 4.0), "list")}


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http":
        return
    asked = _asked(scope)
    if asked is None:
        # 204 tells a browser not to come back: the page asks by itself from then on.
        await send({"type": "http.response.start", "status": 204, "headers": HEADERS[-1:]})
        await send({"type": "http.response.body"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    streaming = asyncio.ensure_future(_stream(*asked, send))
    leaving = asyncio.ensure_future(_left(receive))
    await asyncio.wait({streaming, leaving}, return_when=asyncio.FIRST_COMPLETED, timeout=LONGEST)
    for part in (streaming, leaving):
        part.cancel()
    await asyncio.gather(streaming, leaving, return_exceptions=True)
    await send({"type": "http.response.body"})


def _asked(scope: dict[str, Any]) -> tuple[str, int] | None:
    """What is to be watched; None without a ticket for it."""
    parts: list[str] = scope["path"].rstrip("/").split("/")
    live, what, number = parts[-3:] if len(parts) > 2 else ("", "", "")
    ticket = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [""])[0]
    if live != "live" or not number.isascii() or not number.isdigit():
        return None
    return (what, int(number)) if allows(ticket, what, int(number)) else None


async def _stream(what: str, key: int, send: Send) -> None:
    watch, event = WATCHES[what]

    async def say(text: str) -> None:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    await say("retry: 2000\n\n")
    with watch.of(key) as changes:
        while True:
            try:
                mark = await asyncio.wait_for(changes.get(), BEAT)
            except TimeoutError:
                await say(": quiet\n\n")
            else:
                await say(f"event: {event}\nid: {mark}\ndata: changed\n\n")


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
