"""Who works now, who waits and for how long, who is asked to come again (ADR 15).

Threads of the web server are cheap and many; seats are few: as many as the processors can serve. A thread that has a
request takes a seat of its lane, or waits for one in line. What is measured is time: how long seats were held lately
tells how long a new arrival would wait, and whoever would wait longer than his kind has patience is told so at once.
"""

from __future__ import annotations

import time
from collections import deque
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Literal

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

Kind = Literal["command", "read"]
# Seconds. A read that is refused costs its reader a moment; a command may carry a finished report, so it goes first
# and waits longer. These are also the kinds in the order in which they are served.
PATIENCE: dict[Kind, float] = {"command": 3.0, "read": 1.0}
SMOOTH = 0.1  # weight of the newest request in the mean time of a seat
LONGEST = 1.0  # seconds: a request that held its seat for longer says nothing about the next one


class Seat:
    """A place to work. Its database connection stays with it while threads come and go."""

    def __init__(self, timeouts: str) -> None:
        self._timeouts = timeouts
        self._connection: BaseDatabaseWrapper | None = None
        self._since = 0.0

    def take(self) -> None:
        """The thread works here from now on."""
        if self._connection is None:
            self._connection = connections.create_connection("default")
            self._connection.inc_thread_sharing()
            options = dict(self._connection.settings_dict.get("OPTIONS", {}))
            options["options"] = f"{options.get('options', '')} {self._timeouts}".strip()
            self._connection.settings_dict = {**self._connection.settings_dict, "OPTIONS": options}
        connections["default"] = self._connection
        self._since = time.monotonic()

    def leave(self) -> float:
        """The thread has done its work; returns the seconds that it took."""
        del connections["default"]
        return time.monotonic() - self._since

    def close(self) -> None:
        """Closes the connection."""
        if self._connection is not None:
            self._connection.close()


class Lane:
    """Seats and the line before them: commands first, each kind in the order of arrival."""

    def __init__(self, seats: int, longest: int, *, patience: float = 1.0, timeouts: str = "") -> None:
        """`longest` bounds the line, `patience` multiplies that of every kind, `timeouts` are PostgreSQL's."""
        self.seats = [Seat(timeouts) for _ in range(seats)]
        self._free = list(self.seats)
        self._lock = Lock()
        self._longest, self._patience = longest, patience
        self._lines: dict[Kind, deque[SimpleQueue[Seat]]] = {kind: deque() for kind in PATIENCE}
        self._held = 0.0

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return sum(map(len, self._lines.values()))

    def enter(self, kind: Kind) -> Seat | None:
        """A seat for this thread, perhaps after a wait; None for whoever has to come again."""
        patience = PATIENCE[kind] * self._patience
        with self._lock:
            if self._free:
                return self._seated(self._free.pop())
            if self.waiting >= self._longest or self._expected(kind) > patience:
                return None
            mine: SimpleQueue[Seat] = SimpleQueue()
            self._lines[kind].append(mine)
        try:
            return self._seated(mine.get(timeout=patience))
        except Empty:
            with self._lock:
                if mine in self._lines[kind]:
                    self._lines[kind].remove(mine)
                    return None
            return self._seated(mine.get())  # it was given at the last moment

    def leave(self, seat: Seat) -> None:
        """Gives the seat to whoever is next."""
        seconds = min(seat.leave(), LONGEST)
        with self._lock:
            self._held += SMOOTH * (seconds - self._held)
            line = next(filter(None, self._lines.values()), None)
            if line:
                line.popleft().put(seat)
            else:
                self._free.append(seat)

    def _expected(self, kind: Kind) -> float:
        """Seconds that a new arrival would wait, if those before it take as long as the last ones did."""
        before = len(self._lines["command"]) if kind == "command" else self.waiting
        return (before + 1) * self._held / len(self.seats)

    @staticmethod
    def _seated(seat: Seat) -> Seat:
        seat.take()
        return seat
