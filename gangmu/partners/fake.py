"""Outside systems played on the loopback address: each channel's fake extends one of these."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Request:
    """What came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class FakeServer:
    """An HTTP server of an outside system; `with` starts and stops it. `texts` are what its user has read.

    `trouble` makes it fail: 'broken' (500), 'throttled', 'rejects' (says that it does not want this address).
    `timely`: whether it checks that a signature is fresh, by the true clock; off for whoever has set another.
    """

    timely = True

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.requests: list[Request] = []
        self.trouble = ""

    def __enter__(self) -> Self:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = Request(self.path, dict(self.headers.items()), body)
                fake.requests.append(request)
                answer = Answer(500) if fake.trouble == "broken" else fake.answer(request)
                data = b"" if answer.body is None else json.dumps(answer.body).encode()
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: Any) -> None:
                """It keeps what came in; nobody reads its log."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def answer(self, request: Request) -> Answer:
        """What this system answers; it checks what the real one checks."""
        raise NotImplementedError
