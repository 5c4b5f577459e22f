"""The processes of a running Gangmu: which there are, started again when they die, stopped together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from gangmu.config.forkserver import Child, ForkServer, NotUp

STOP_SECONDS = 8
LONGEST_PAUSE = 30.0
STEADY_AFTER = 20.0
# Far more threads than work at a time: they wait at the gate, where waiting is measured (ADR 15).
WEB_THREADS = 128
# One interpreter uses one processor, and a list is four fifths Python.
WEB_WORKERS = min(os.cpu_count() or 1, 4)
# A phone keeps its connection for some seconds after it got its list, and listens on another. Each counts, so that a
# thousand of them would keep everybody else out; a header that takes longer than 10 s is not waited for.
CROWD = ["--backlog", "4096", "--backpressure", "16384", "--http1-header-read-timeout", "10000"]


@dataclass
class Process:
    """One child, `python -m` some words. A restart waits 0.5 s, twice as long each time until it runs steadily."""

    name: str
    words: list[str]
    log: Path
    server: ForkServer
    child: Child | None = None
    started: float = 0.0
    pause: float = 0.5
    due: float = field(default=0.0)

    def start(self) -> None:
        """Starts the child; NotUp if nothing can be started."""
        self.started, self.due = time.monotonic(), 0.0
        self.child = self.server.run(self.words, self.log)

    def look_after(self) -> str | None:
        """Restarts the child if it died and its pause is over; a sentence when it was found dead."""
        now = time.monotonic()
        if self.due:
            return self._again() if now >= self.due else None
        if self.child is None or self.child.poll() is None:
            return None
        if now - self.started > STEADY_AFTER:
            self.pause = 0.5
        return self._later(f"{self.name} ended ({self.child.returncode})")

    def _again(self) -> str | None:
        try:
            self.start()
        except NotUp as failure:
            return self._later(str(failure))
        return None

    def _later(self, why: str) -> str:
        said = f"{why}, again in {self.pause:g} s; log: {self.log}"
        self.due = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        return said


class Stack:
    """Web server, event server and worker of one database, on one address.

    Where a broker is named, also the listener for door seals.
    """

    def __init__(self, host: str, port: int, logs: Path, environment: Mapping[str, str]) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self.host, self.port = host, port
        self.events_port = free_port(host, port + 1)
        # Memory that was used once goes back: few arenas for many threads, and large pieces are returned at once.
        sparing = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}
        known = {
            **sparing,
            **environment,
            "PYTHONUNBUFFERED": "1",
            "GANGMU_EVENTS_PORT": str(self.events_port),
        }
        said = ["--host", host, "--no-ws", "--log-level", "warning"]
        web = [*said, "--interface", "wsgi", "--port", str(port), *CROWD]
        web += ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS)]
        events = [*said, "--interface", "asgi", "--port", str(self.events_port), "--workers", "1", *CROWD]
        # The checks read every address of the product, a third of a start; `gangmu check` runs them.
        work = ["gangmu", "procrastinate", "--skip-checks", "worker", "--concurrency", "2"]
        parts = {
            "web": ["gangmu.config.web", *web, "gangmu.config.wsgi:application"],
            "events": ["gangmu.config.web", *events, "gangmu.config.asgi:application"],
            "worker": work,
        }
        if environment.get("GANGMU_SEALS_BROKER"):
            parts["seals"] = ["gangmu", "seals", "listen"]
        self.server = ForkServer(logs / "server.log", known)
        self.processes = [
            Process(name, words, logs / f"{name}.log", self.server) for name, words in parts.items()
        ]

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        return f"http://{'127.0.0.1' if self.host in ('0.0.0.0', '::') else self.host}:{self.port}"  # noqa: S104

    def start(self) -> None:
        """Starts every process; `wait_until_ready` tells when they answer."""
        for process in self.processes:
            process.start()

    def wait_until_ready(self, seconds: float = 60.0) -> None:
        """Until the web server answers; raises NotUp with its last words if it does not."""
        deadline = time.monotonic() + seconds
        while not self._answers():
            dead = [p for p in self.processes if p.child and p.child.poll() is not None]
            if dead or time.monotonic() > deadline:
                slow = dead[0] if dead else self.processes[0]
                words = "\n".join(slow.log.read_text(errors="replace").splitlines()[-20:])
                raise NotUp(f"{slow.name} did not come up (log: {slow.log})\n{words}")
            time.sleep(0.1)

    def look_after(self, say: Callable[[str], None]) -> None:
        """One round of the supervisor."""
        for process in self.processes:
            if said := process.look_after():
                say(said)

    def stop(self) -> None:
        """Asks every process to end and, after some seconds, makes it; ends only what was started here."""
        running = [p.child for p in self.processes if p.child and p.child.poll() is None]
        for child in running:
            os.kill(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in running:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)  # its own session: itself and its workers
                child.wait(STOP_SECONDS)
        self.server.stop()

    def _answers(self) -> bool:
        with closing(http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=5)) as connection:
            try:
                connection.request("GET", "/account/login/")
                return connection.getresponse().status > 0
            except (OSError, http.client.HTTPException):
                return False


def free_port(host: str, first: int) -> int:
    """`first`, or the next port above it that nobody listens on; 0 leaves the choice to the system."""
    for port in range(first, 65536):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise NotUp(f"no free port from {first}")
