"""Watching batches for the event server: one look a second at each batch that anybody watches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, close_old_connections, connection

from gangmu.control.intake.queries import mark_of_batch
from gangmu.kernel.scope import Scope, entered

PERIOD = 1.0  # seconds


def mark_of(batch: int) -> str:
    """A text that changes whenever the ledger of a batch does; '' while the database cannot be asked."""
    close_old_connections()
    try:
        with entered(Scope.system("live ledger")) as scope:
            return mark_of_batch(scope, batch)
    except DatabaseError:
        connection.close()
        return ""


class Watch:
    """Who watches which batch; `look(batch)` runs in one thread, since it asks the database."""

    def __init__(self, look: Callable[[int], str], period: float = PERIOD) -> None:
        self._look, self._period = look, period
        self._listeners: dict[int, set[asyncio.Queue[str]]] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @contextmanager
    def of(self, batch: int) -> Iterator[asyncio.Queue[str]]:
        """A queue of the marks that a batch takes from now on; its first is the present one."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
        listeners = self._listeners.setdefault(batch, set())
        listeners.add(queue)
        # Whoever comes later must be told the present mark too: the watching starts anew for all.
        if old := self._tasks.pop(batch, None):
            old.cancel()
        self._tasks[batch] = asyncio.get_running_loop().create_task(self._follow(batch))
        try:
            yield queue
        finally:
            listeners.discard(queue)
            if not listeners:
                self._listeners.pop(batch, None)
                if task := self._tasks.pop(batch, None):
                    task.cancel()

    async def _follow(self, batch: int) -> None:
        seen = ""
        while True:
            mark = await asyncio.to_thread(self._look, batch)
            if mark and mark != seen:
                seen = mark
                for queue in self._listeners.get(batch, ()):
                    # A page that has not fetched yet needs to be told once, not twice.
                    with suppress(asyncio.QueueFull):
                        queue.put_nowait(mark)
            await asyncio.sleep(self._period)
