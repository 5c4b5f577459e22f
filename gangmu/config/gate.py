"""The gate before the application: who is busy with a report never waits behind a crowd that looks at lists (ADR 15).

A refusal is 429 with `Retry-After`, in the words of whoever asks: a problem for the API, a line for a part of a page, a
page that comes again by itself. Nothing has happened then, and the same command may be sent again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from gangmu.config.headers import POLICY
from gangmu.config.lanes import Kind, Lane, Seat
from gangmu.config.processes import WEB_THREADS
from gangmu.doors.api.problems import told

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

WORK, SIGN_IN, LONG = 4, 2, 2  # seats
SMALL = 256 * 1024  # bytes of a body that is read before a seat is taken: a phone on a poor line sends slowly
COME_AGAIN = (5, 30)  # seconds, between which everybody gets another number: a crowd comes back spread
SOON = "-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
LATER = "-c lock_timeout=60s -c statement_timeout=15min -c idle_in_transaction_session_timeout=15min"


class Gate:
    """A WSGI application that lets in what the machine can carry.

    Three lanes, so that none waits behind another: signing in (long sums for the processor), long work (files in and
    out, for as long as their line is slow), and everything else.
    """

    def __init__(self, application: Application, *, work: int = WORK, threads: int = WEB_THREADS) -> None:
        self._application = application
        free = threads - work - SIGN_IN - LONG
        self.work = Lane(work, free // 2, timeouts=SOON)
        self.sign_in = Lane(SIGN_IN, free // 4, patience=3.0, timeouts=SOON)
        self.long = Lane(LONG, free // 8, patience=20.0, timeouts=LATER)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if path == "/health":  # asked by a load balancer, of this process and not of the database
            start("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
            return [b"ok\n"]
        if path.startswith("/static/"):  # needs no database, and a page is nothing without
            try:
                return self._application(environ, start)
            finally:
                connections.close_all()  # a file that is not there is a page: what it asked for stays with no thread
        kind: Kind = "read" if environ["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS") else "command"
        size = int(environ.get("CONTENT_LENGTH") or 0)
        if not size and "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            if (size := _whole(environ)) > SMALL:
                return without_length(environ, start)
        elif 0 < size <= SMALL:
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(size))
        lane = self._lane(path, size)
        seat = lane.enter(kind)
        if seat is None:
            return come_again(environ, start, kind)
        return self._served(lane, seat, environ, start)

    def _lane(self, path: str, size: int) -> Lane:
        if path.startswith("/account/"):
            return self.sign_in
        return self.long if size > SMALL or path.endswith((".csv", ".xlsx")) else self.work

    def _served(self, lane: Lane, seat: Seat, environ: Environ, start: Start) -> Iterable[bytes]:
        streaming = False
        try:
            response: Any = self._application(environ, start)
            if streaming := response.streaming:
                return _Stream(response, lambda: lane.leave(seat))
            try:
                return [b"".join(response)]
            finally:
                response.close()
        finally:
            if not streaming:
                lane.leave(seat)


class _Stream:
    """A body that is read while it is written; the seat is free when it is closed."""

    def __init__(self, response: Any, closed: Callable[[], None]) -> None:
        self._response, self._closed = response, closed

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._response)

    def close(self) -> None:
        try:
            self._response.close()
        finally:
            self._closed()


def _whole(environ: Environ) -> int:
    """Put the body that came in chunks in the place of its pieces; returns its bytes, no more than one too many."""
    body = environ["wsgi.input"].read(SMALL + 1)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
    return len(body)


def without_length(environ: Environ, start: Start) -> list[bytes]:
    """411: as much as this is not taken in pieces whose sum nobody knows."""
    with translation.override(_language(environ)):
        answer = told(411, "length_required")
    start("411 Length Required", [*answer.items(), ("Cache-Control", "no-store")])
    return [answer.content]


def come_again(environ: Environ, start: Start, kind: Kind) -> list[bytes]:
    """429: nothing has happened, and when to ask again."""
    seconds = str(random.randint(*COME_AGAIN))  # noqa: S311  (spreads a crowd, hides nothing)
    api = environ["PATH_INFO"].startswith("/api/")
    answer = _answer(api, "HTTP_HX_REQUEST" in environ, _language(environ))
    headers = [*answer.items(), ("Retry-After", seconds)]
    if kind == "read" and not api:
        headers.append(("Refresh", seconds))  # a page that was opened comes again by itself
    start(f"429 {HTTPStatus(429).phrase}", headers)
    return [answer.content]


@cache
def _answer(api: bool, part: bool, language: str) -> HttpResponse:
    with translation.override(language):
        if api:
            answer: HttpResponse = told(429, "overloaded")
        else:
            answer = HttpResponse(render_to_string("desk/busy.html", {"part": part}))
    answer.headers["Cache-Control"], answer.headers["Content-Security-Policy"] = "no-store", POLICY
    answer.headers["Content-Length"] = str(len(answer.content))
    return answer


def _language(environ: Environ) -> str:
    """The first language that is both asked for and known."""
    for asked, _weight in parse_accept_lang_header(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:200]):
        try:
            return translation.get_supported_language_variant(asked)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
