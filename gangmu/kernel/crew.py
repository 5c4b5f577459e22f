"""Work on all cores: forked helpers that compute, and give their memory back when they end.

A helper inherits what its parent has in memory and nothing else: every open file and connection is closed in it, so
that it cannot touch the database, and a parent that dies takes its helpers with it (their pipe breaks).
"""

from __future__ import annotations

import gc
import os
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkProcess

CORES = 2
"""Helpers of one piece of work: more would starve whoever else works on the machine."""
Work = Callable[[int, int], Iterable[bytes]]
_PIECE, _END, _FAILED = b"p", b"e", b"f"


class HelperFailed(RuntimeError):
    """A helper raised or was killed; the message is its traceback."""


def shared(work: Work, helpers: int) -> Iterator[bytes]:
    """What `work(k, n)` yields for each k below n, in turn: the first of each, then the second of each …

    n = `helpers`, or here and alone when it is 0. A helper is at most one piece ahead of what has been taken.

    `work` must be pure: no database, no locks, no threads. Raises HelperFailed when it comes to one that has failed.
    """
    if not helpers:
        yield from work(0, 1)
        return
    context = ForkContext()
    crew: list[ForkProcess] = []
    ears: list[Connection] = []
    try:
        for k in range(helpers):
            ear, mouth = context.Pipe(duplex=False)
            helper = context.Process(target=_help, args=(work, k, helpers, mouth), daemon=True)
            helper.start()
            mouth.close()
            crew.append(helper)
            ears.append(ear)
        yield from _heard(list(ears))
    finally:
        for ear in ears:
            ear.close()
        for helper in crew:
            helper.terminate()
            helper.join()
            helper.close()


def _heard(ears: list[Connection]) -> Iterator[bytes]:
    while ears:
        for ear in list(ears):
            try:
                said = ear.recv_bytes()
            except EOFError:
                raise HelperFailed("killed before its end") from None
            if said[:1] == _FAILED:
                raise HelperFailed(said[1:].decode())
            if said[:1] == _END:
                ears.remove(ear)
            else:
                yield said[1:]


def _help(work: Work, k: int, n: int, mouth: Connection) -> None:
    """The life of one helper."""
    signal.set_wakeup_fd(-1)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_DFL)
    # Nothing of the parent's is collected here: a connection that is finalised would say goodbye to its server.
    gc.disable()
    os.closerange(3, mouth.fileno())
    os.closerange(mouth.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    try:
        for piece in work(k, n):
            mouth.send_bytes(_PIECE + piece)
        mouth.send_bytes(_END)
    except BrokenPipeError:
        pass
    except BaseException:
        mouth.send_bytes(_FAILED + traceback.format_exc().encode())
    os._exit(0)
