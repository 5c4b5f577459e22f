"""Work on all cores: helpers that compute, and give their memory back when they end.

`shared` forks: a helper inherits what its parent has in memory and the files it is given: everything else that is open
is closed in it, so that it cannot touch the database, and a parent that dies takes its helpers with it (their pipe
breaks). For the worker, whose other threads only wait for jobs. `apart` starts processes that begin with nothing: for
a web server, whose threads may hold any lock at the moment of a fork.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkProcess
from queue import Queue
from threading import Thread
from typing import BinaryIO

CORES = 2
"""Helpers of one piece of work: more would starve whoever else works on the machine."""
BESIDE = min(CORES, max(1, (os.cpu_count() or 1) // 2))
"""The same where somebody else works as hard for it, such as the database: the others are his."""
AHEAD = 8
"""Pieces that a helper keeps ready besides the one it sends: it goes on working while they are waited for."""
Work = Callable[[int, int], Iterable[bytes]]
Answer = Callable[[int, int, BinaryIO], bytes]
_PIECE, _END, _FAILED = b"p", b"e", b"f"


class HelperFailed(RuntimeError):
    """A helper raised or was killed; the message is its traceback."""


def shared(work: Work, helpers: int, files: Sequence[int] = ()) -> Iterator[bytes]:
    """What `work(k, n)` yields for each k below n, in turn: the first of each, then the second of each …

    n = `helpers`, or here and alone when it is 0. A helper is at most AHEAD + 2 pieces ahead of what has been taken.

    `work` must be pure: no database, no locks, no threads; of what is open it may read `files`. Raises HelperFailed
    when it comes to one that has failed.
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
            helper = context.Process(target=_help, args=(work, k, helpers, mouth, files), daemon=True)
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


def _help(work: Work, k: int, n: int, mouth: Connection, files: Sequence[int]) -> None:
    """The life of one helper."""
    signal.set_wakeup_fd(-1)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, signal.SIG_DFL)
    # Nothing of the parent's is collected here: a connection that is finalised would say goodbye to its server.
    gc.disable()
    for below, above in pairwise((2, *sorted((mouth.fileno(), *files)), os.sysconf("SC_OPEN_MAX"))):
        os.closerange(below + 1, above)
    ready: Queue[bytes] = Queue(AHEAD)
    speaker = Thread(target=_say, args=(ready, mouth), daemon=True)
    speaker.start()
    try:
        for piece in work(k, n):
            ready.put(_PIECE + piece)
        ready.put(_END)
    except BaseException:
        ready.put(_FAILED + traceback.format_exc().encode())
    speaker.join()
    os._exit(0)


def _say(ready: Queue[bytes], mouth: Connection) -> None:
    """Tell what is ready until the last of it, or until nobody listens."""
    said = _PIECE
    try:
        while said[:1] == _PIECE:
            said = ready.get()
            mouth.send_bytes(said)
    except OSError:
        os._exit(0)


def apart(answer: Answer, given: Iterable[bytes], helpers: int) -> list[bytes]:
    """What `answer(k, n, given)` returns for each k below n = `helpers`, each in a process of its own.

    `answer` is a function of a module that needs no Django; the parts of `given` it reads as one file, all of it,
    before it does anything: if the last of them raises, nothing was done. Raises HelperFailed with the last words of
    one that failed.
    """
    command = [sys.executable, "-m", "gangmu.kernel.crew", f"{answer.__module__}:{answer.__qualname__}"]
    crew = [
        subprocess.Popen(
            [*command, str(k), str(helpers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for k in range(helpers)
    ]
    try:
        for part in given:
            for helper in crew:
                _hand(helper, part)
        for helper in crew:
            _hand(helper, None)  # all of them, before the first is listened to: they work at the same time
        said = [helper.communicate() for helper in crew]
    finally:
        for helper in crew:
            with helper:
                helper.kill()
                if helper.stdin:
                    _hand(helper, None)
    for helper, (_answer, words) in zip(crew, said, strict=True):
        if helper.returncode:
            raise HelperFailed(words.decode(errors="replace")[-4000:] or f"ended with {helper.returncode}")
    return [found for found, _words in said]


def _hand(helper: subprocess.Popen[bytes], part: bytes | None) -> None:
    """A part of what it reads, or the end of it."""
    assert helper.stdin is not None  # noqa: S101  (it was asked for)
    try:
        if part is None:
            mouth, helper.stdin = helper.stdin, None
            mouth.close()
        else:
            helper.stdin.write(part)
    except BrokenPipeError:
        pass  # it has failed; its words say why


def _answer(name: str, k: int, n: int) -> None:
    """The life of a process of `apart`."""
    module, _colon, function = name.partition(":")
    sys.stdout.buffer.write(getattr(import_module(module), function)(k, n, sys.stdin.buffer))


if __name__ == "__main__":
    _answer(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
