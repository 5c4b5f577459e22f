"""Processes that begin with the product in memory: it is loaded once, and each of them is forked from there.

What nobody writes to they share, so that web server, event server and worker together need little more memory than one
of them; and one that has died is back at once. `python -m gangmu.config.forkserver MODULE[:FUNCTION] …` loads the
modules, calls the functions, and takes orders, a line of JSON each, from its standard input, a socket: `{"number": 1,
"run": ["module", "word", …], "log": path}` starts what `python -m module word …` would start and is answered by `[1,
its pid]`; `{"number": 2, "ask": pid}` by `[2, its exit status]`, or null instead of it.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

LOADED = (
    "gangmu.config.wsgi",
    "gangmu.config.asgi",
    "gangmu.config.database",
    "granian.cli",
    "procrastinate.contrib.django.management.commands.procrastinate",
    "gangmu.config.warm:warm",
)
"""What the parts of a running Gangmu use, and what is done with it before they part."""


class NotUp(RuntimeError):
    """A process did not come up; the message ends with its last words."""


@dataclass
class Child:
    """One process, as `subprocess.Popen` would show it."""

    pid: int
    server: ForkServer
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, if it has ended."""
        if self.returncode is None:
            self.returncode = self.server.status(self.pid)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Its exit status; TimeoutExpired if it has not ended after so many seconds."""
        deadline = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)
        return status


class ForkServer:
    """Who gives the orders. The server is started by the first of them, and again if it has died."""

    def __init__(self, log: Path, environment: Mapping[str, str], loaded: Sequence[str] = LOADED) -> None:
        self._log, self._environment, self._loaded = log, dict(environment), loaded
        self.process: subprocess.Popen[bytes] | None = None
        self._line = socket.socket()
        self._answers: TextIO = StringIO()
        self._number = 0

    def run(self, words: Sequence[str], log: Path) -> Child:
        """Starts `python -m` these words in a session of its own; NotUp if the server can't come up."""
        if self.process is None or self.process.poll() is not None:
            self._start()
        pid = self._answer(run=list(words), log=str(log))
        if pid is None:
            said = "\n".join(self._log.read_text(errors="replace").splitlines()[-20:])
            raise NotUp(f"{words[0]} could not be started (log: {self._log})\n{said}")
        return Child(pid, self)

    def status(self, pid: int) -> int | None:
        """The exit status of a child that has ended; they all end with the server."""
        status = self._answer(ask=pid)
        gone = status is None and self.process is not None and self.process.poll() is not None
        return -signal.SIGTERM if gone else status

    def stop(self) -> None:
        """Ends the server, and whatever of its children still runs."""
        self._hang_up()
        if self.process:
            self.process.wait()

    def _hang_up(self) -> None:
        self._answers.close()  # it holds the line open
        self._line.close()

    def _start(self) -> None:
        self._hang_up()
        self._line, theirs = socket.socketpair()
        self._answers = self._line.makefile()
        with self._log.open("ab") as out, theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gangmu.config.forkserver", *self._loaded],
                env=self._environment,
                stdin=theirs.fileno(),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches only the supervisor
            )

    def _answer(self, **order: Any) -> int | None:
        """What the server says; None also if it is gone."""
        try:
            self._order(**order)
            for line in self._answers:
                number, answer = json.loads(line)
                if number == self._number:  # else of an order whose answer a signal kept from being heard
                    return answer
        except OSError:
            pass
        return None

    def _order(self, **order: Any) -> None:
        self._number += 1
        self._line.sendall(json.dumps({"number": self._number, **order}).encode() + b"\n")


def ends_with_parent() -> None:
    """Linux ends the process when its parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _is_called(name: str) -> None:
    """What `top` shows of the process: all of them have the command line of the server."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(15, name.encode()[:15])  # PR_SET_NAME


def _orders() -> list[str]:
    """Does what it is told until nobody is there to tell: a supervisor that dies has hung up, however it died.

    Returns in each child, with what that is to run.
    """
    here = os.getpid()
    for line in sys.stdin:
        order = json.loads(line)
        if "ask" in order:
            pid, status = os.waitpid(order["ask"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        elif not (answer := os.fork()):
            _part(here, order["log"])
            return order["run"]
        os.write(0, json.dumps([order["number"], answer]).encode() + b"\n")
    sys.exit()


def _part(parent: int, log: str) -> None:
    """Becomes a process of its own, with its log, nothing to read, and all connections that the machine allows."""
    os.setsid()
    _is_called(f"gangmu-{Path(log).stem}")
    ends_with_parent()
    if os.getppid() != parent:  # it died before the line above
        sys.exit()
    _soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for place, flags, ours in (
        (os.devnull, os.O_RDONLY, (0,)),
        (log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, (1, 2)),
    ):
        opened = os.open(place, flags, 0o644)
        for number in ours:
            os.dup2(opened, number)
        os.close(opened)


def main() -> None:
    """Loads the modules named (`module:function` is called), then is the server, and in each child what that is."""
    for name in sys.argv[1:]:
        module, _colon, function = name.partition(":")
        loaded = import_module(module)
        if function:
            getattr(loaded, function)()
    # The collector would write to what is shared. What is loaded by now stays for good.
    gc.collect()
    gc.freeze()
    module, *words = _orders()
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
