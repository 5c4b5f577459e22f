"""Door reports over HTTP and whole cycles, each beside an INSERT with its commit on as many connections."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.table import Figure
from gangmu.config import roles
from gangmu.config.processes import WEB_THREADS, free_port
from gangmu.doors.access import POST_KEY
from gangmu.ground.accounts.models import User
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
CLIENTS, WORKERS, SEATS = 12, 2, 4  # of each worker as many work at once as are let in (config.gate)
TOGETHER = 11  # doors of a stairwell, kept while there was no signal
Outbox = tuple[list[int], str]  # tasks, and the session that reports them
FOUND = dict.fromkeys(("count_clear", "identity_clear", "location_clear", "control_clear"), True) | {
    "sampled": False
}
CSRF = "c" * 32


def figures(quick: bool) -> Iterator[Figure]:
    """Reports per second and their 99th percentile through two web workers, alone and together; cycles per second."""
    many = 600 if quick else 6000
    _fill()
    floor = _bare(many)
    rate, slowest = _reports([([door[0]], _session(*door[1:3])) for door in _doors(many)])
    what = "INSERT + commit/s"
    yield Figure(f"door reports over HTTP, {CLIENTS} clients", rate, "reports/s", floor, what, 725)
    yield Figure("door report over HTTP, p99", slowest, "ms", goal=50)
    rate, slowest = _reports(_outboxes(many))
    yield Figure(f"door reports going up {TOGETHER} at a time", rate, "reports/s", floor, what)
    yield Figure("… p99 of an outbox", slowest, "ms")
    rate = _cycles(_doors(many // 4))
    yield Figure("cycle claim, report, compare, release", rate, "cycles/s", floor, what, 150)


def _fill() -> None:
    with roles.connect("admin") as connection:
        for name in ("as_system", "tasks", "timers", "bare", "vacuum"):
            connection.execute(SQL[name])


def _doors(most: int, together: bool = False) -> list[tuple[int, ...]]:
    with roles.connect("admin") as connection:
        return connection.execute(SQL["doors"], {"most": most, "together": together}).fetchall()


def _outboxes(most: int) -> list[Outbox]:
    """Full outboxes of members who have that many doors."""
    found = []
    for member, doors in groupby(_doors(most, together=True), itemgetter(1, 2)):
        tasks, session = [door[0] for door in doors], _session(*member)
        whole = range(0, len(tasks) // TOGETHER * TOGETHER, TOGETHER)
        found += [(tasks[at : at + TOGETHER], session) for at in whole]
    return found


def _bare(many: int) -> float:
    """Rows per second, each inserted and committed by itself, on as many connections as there are clients."""
    answers = json.dumps(FOUND)

    def insert(share: range) -> None:
        with roles.connect("admin") as connection:
            for _ in share:
                connection.execute("INSERT INTO bench_bare (answers) VALUES (%s)", [answers])

    return many / _together(insert, [range(many)[n::CLIENTS] for n in range(CLIENTS)])


def _together(work: Callable[[Any], Any], shares: list[Any]) -> float:
    """Seconds that the shares took, one thread for each."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(work, shares))
    return time.perf_counter() - began


@cache
def _session(user_id: int, post_id: int) -> str:
    """The session of a member: his phone has one for all his doors."""
    user = User.objects.get(pk=user_id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[POST_KEY] = str(user_id), post_id
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _reports(outboxes: list[Outbox]) -> tuple[float, float]:
    """Reports per second, and the 99th percentile in ms, of clients that each send one outbox after the other."""
    port = free_port("127.0.0.1", 18500)
    command = [sys.executable, "-m", "gangmu.config.web", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += [
        "--port",
        str(port),
        "--workers",
        str(WORKERS),
        "--blocking-threads",
        str(WEB_THREADS),
        "--no-ws",
    ]
    command += ["--log-level", "warning"]
    server = subprocess.Popen([*command, "gangmu.config.wsgi:application"], start_new_session=True)
    try:
        _wait_for(port)
        requests = [
            _request(*outbox) for outbox in outboxes
        ]  # before the clock runs: the client is not measured
        warm, rest = requests[: len(requests) // 10], requests[len(requests) // 10 :]
        reports = sum(len(tasks) for tasks, _ in outboxes[len(warm) :])
        taken: list[float] = []

        def send(waiting: Iterator[tuple[bytes, int]]) -> None:
            """Each client takes the next: none has an end of its own, while others still wait."""
            with socket.create_connection(("127.0.0.1", port)) as line:
                for request in waiting:
                    began = time.perf_counter()
                    _post(line, *request)
                    taken.append((time.perf_counter() - began) * 1000)

        _together(send, [iter(warm)] * CLIENTS)
        taken.clear()
        seconds = _together(send, [iter(rest)] * CLIENTS)
        return reports / seconds, sorted(taken)[len(taken) * 99 // 100]
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _request(tasks: list[int], session: str) -> tuple[bytes, int]:
    """A request that reports tasks, and how many."""
    report = {"outcome": "found", "answers": FOUND}
    commands = [
        {"id": str(uuid4()), "kind": "report", "task": task, "at": "2026-11-24T08:00:00+08:00",
         "seen_version": 1, "body": report} for task in tasks
    ]  # fmt: skip
    body = json.dumps({"commands": commands})
    return (
        f"POST /api/v1/field/commands HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode(), len(tasks)


def _post(line: socket.socket, request: bytes, reports: int) -> None:
    """Send reports and read the answer; RuntimeError unless all were done."""
    line.sendall(request)
    answer, length = b"", None
    while length is None or len(answer) < length:
        piece = line.recv(65536)
        if not piece:
            break
        answer += piece
        if length is None and (end := answer.find(b"\r\n\r\n")) >= 0:
            said = re.search(rb"content-length: (\d+)", answer[:end], re.IGNORECASE)
            length = end + 4 + int(said[1]) if said else None
    if answer.count(b'"result":"done"') != reports:
        raise RuntimeError(answer.decode(errors="replace"))


def _cycles(doors: list[tuple[int, ...]]) -> float:
    """Cycles per second in as many threads as there are seats; each step is a transaction of its own."""
    shares = [doors[n::WORKERS] for n in range(WORKERS)]
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.cycles"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in shares
    ]
    for child in children:
        assert child.stdout is not None  # a pipe was asked for
        child.stdout.readline()  # it is ready
    began = time.perf_counter()
    for child, share in zip(children, shares, strict=True):
        child.communicate(json.dumps(share))
        if child.returncode:
            raise RuntimeError("a cycle failed")
    return len(doors) / (time.perf_counter() - began)
