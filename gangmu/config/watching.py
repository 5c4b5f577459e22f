"""Watching for the event server: one look at the database for everybody who watches, however many they are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress

from django.db import DatabaseError, close_old_connections, connection

from gangmu.casework.queries import marks_of_bodies
from gangmu.control.intake.queries import mark_of_batch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered

logger = logging.getLogger(__name__)
Marks = Mapping[int, str]


def marks_of_batches(batches: Set[int]) -> Marks:
    """A text for each batch that changes whenever its ledger does; nothing while the database cannot be asked."""
    return _asked(lambda scope: {batch: _mark(scope, batch) for batch in batches})


def _mark(scope: Scope, batch: int) -> str:
    try:
        return mark_of_batch(scope, batch)
    except Refused:
        return "gone"  # its incident has been destroyed; the page that is still open asks, and is told


def marks_of_trios(trios: Set[int]) -> Marks:
    """A text for each trio that changes whenever a task of its list does; nothing while nobody can be asked."""
    return _asked(lambda scope: marks_of_bodies(scope, trios))


def _asked(look: Callable[[Scope], Marks]) -> Marks:
    close_old_connections()
    try:
        with entered(Scope.system("live pages")) as scope:
            return look(scope)
    except DatabaseError:
        connection.close()
        return {}


class Watch:
    """Who watches what; `look(keys)` runs in one thread, since it asks the database, once each `period` (seconds)."""

    def __init__(self, look: Callable[[Set[int]], Marks], period: float) -> None:
        self._look, self._period = look, period
        self._listeners: dict[int, set[asyncio.Queue[str]]] = {}
        self._seen: dict[int, str] = {}
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def of(self, key: int) -> Iterator[asyncio.Queue[str]]:
        """A queue of the marks that something takes from now on; its first is the present one."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
        listeners = self._listeners.setdefault(key, set())
        listeners.add(queue)
        if key in self._seen:
            queue.put_nowait(self._seen[key])
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._follow())
        try:
            yield queue
        finally:
            listeners.discard(queue)
            if not listeners:
                self._listeners.pop(key, None)
                self._seen.pop(key, None)

    async def _follow(self) -> None:
        while self._listeners:
            try:
                marks = await asyncio.to_thread(self._look, set(self._listeners))
            except Exception:  # one that cannot be looked at must not silence all the others for good
                logger.exception("a look for open pages failed")
                marks = {}
            for key, mark in marks.items():
                if mark == self._seen.get(key) or key not in self._listeners:
                    continue
                self._seen[key] = mark
                for queue in self._listeners[key]:
                    # A page that has not fetched yet needs to be told once, not twice.
                    with suppress(asyncio.QueueFull):
                        queue.put_nowait(mark)
            await asyncio.sleep(self._period)
        self._task = None
