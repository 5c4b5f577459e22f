"""Memory of web server, event server and job worker, while lists are pushed and leave as files.

What is counted is the proportional share (PSS) of everything that runs, with the server from which they are forked and
all helpers; the highest of samples 50 ms apart.
"""

from __future__ import annotations

import http.client
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bench.browsing import Visitor
from bench.table import Figure
from gangmu.config import postgres, roles
from gangmu.config.processes import Stack, free_port
from gangmu.twin.push_files import as_csv, city_writer, layout, table

GOAL = 300  # MB, all together
TOKEN = "b" * 32
LIMIT = 600.0  # seconds until a push that does not end is given up
SMAPS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def figures(quick: bool) -> Iterator[Figure]:
    """Idle, then the highest during a push and the exports of it, for two sizes: it should not grow with them."""
    stack = Stack("127.0.0.1", free_port("127.0.0.1", 18500), postgres.home() / "logs" / "bench", os.environ)
    stack.start()
    try:
        stack.wait_until_ready()
        clerk = Visitor("push")
        _ask(stack, clerk, "GET", "/")
        idle = _memory(stack)
        yield Figure("memory of web, events and job worker, idle", idle, "MB", goal=GOAL)
        for size in (1_000, 2_000) if quick else (20_000, 200_000):
            number = 0

            def push(size: int = size) -> None:
                nonlocal number
                number = _push(stack, clerk, size)

            highest = _highest(stack, push)
            yield Figure(f"… push of {size:,} rows, highest", highest, "MB", idle, "idle", GOAL)
            for kind in ("csv", "xlsx"):
                address = f"/push/{number}/rows.{kind}"
                highest = _highest(stack, lambda address=address: _ask(stack, clerk, "GET", address))
                name = f"… export of these {size:,} rows, {kind.upper()}, highest"
                yield Figure(name, highest, "MB", idle, "idle", GOAL)
    finally:
        stack.stop()


def _push(stack: Stack, clerk: Visitor, size: int) -> int:
    """A whole push over HTTP, until the worker has settled it; returns the number of the batch."""
    header, rows = table(layout("big_data_push"), [entry for entry, _ in city_writer(size).rows(size)])
    parts = {"slot": "urgent", "command": str(uuid4())}
    edge = "----bench"
    body = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    body += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="bench.csv"\r\n'
    data = (
        f"{body}Content-Type: text/csv\r\n\r\n".encode()
        + as_csv(header, rows)
        + f"\r\n--{edge}--\r\n".encode()
    )
    place = _ask(stack, clerk, "POST", "/push/upload/", data, f"multipart/form-data; boundary={edge}")
    number = int(place.strip("/").split("/")[1])
    form = urlencode({"command": str(uuid4())}).encode()
    _ask(stack, clerk, "POST", f"/push/{number}/commit/", form, "application/x-www-form-urlencoded")
    deadline = time.monotonic() + LIMIT
    with roles.connect("admin") as connection:
        while time.monotonic() < deadline:
            found = connection.execute("SELECT status FROM intake_batch WHERE id = %s", [number]).fetchone()
            if found and found[0] == "done":
                return number
            time.sleep(0.1)
    raise SystemExit(f"bench: a push of {size} rows did not end in {LIMIT:.0f} s")


def _ask(stack: Stack, who: Visitor, method: str, path: str, body: bytes = b"", kind: str = "") -> str:
    """One request over the network; its answer is read piece by piece and forgotten. Returns where it leads."""
    connection = http.client.HTTPConnection(stack.host, stack.port, timeout=LIMIT)
    headers = {"Cookie": f"{who.cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
    connection.request(method, path, body or None, {**headers, **({"Content-Type": kind} if kind else {})})
    answer = connection.getresponse()
    while answer.read(1 << 16):
        pass
    connection.close()
    if answer.status not in (200, 302):
        raise SystemExit(f"bench: {method} {path}: {answer.status}")
    return answer.headers.get("Location", "")


def _highest(stack: Stack, work: Callable[[], str | None]) -> float:
    """The highest memory while something is done."""
    done, samples = threading.Event(), [_memory(stack)]

    def watch() -> None:
        while not done.wait(0.05):
            samples.append(_memory(stack))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    return max(samples)


def _memory(stack: Stack) -> float:
    """MB that all processes use now."""
    assert stack.server.process is not None
    kilobytes = 0
    for pid in _with_children(stack.server.process.pid):
        try:
            found = SMAPS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
        except OSError:
            continue  # it has just ended
        kilobytes += int(found[1]) if found else 0
    return kilobytes / 1000


def _with_children(pid: int) -> set[int]:
    """A process and all that it has started, by the parents that the system knows."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {pid}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found
