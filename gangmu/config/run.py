"""`gangmu run`: from nothing to a running Gangmu, step by step, until Ctrl-C."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import TextIO

from gangmu.config import frontend, postgres
from gangmu.config.forkserver import NotUp, ends_with_parent
from gangmu.config.processes import Stack, free_port

STEPS = 7


class _Interrupted(Exception):
    """Somebody pressed Ctrl-C or asked the process to end."""


class _AlreadyRunning(Exception):
    """Another `gangmu run` serves this home, at the address in `args`."""


class Progress:
    """Numbered lines with the time that each step took, in Chinese and English."""

    def __init__(self) -> None:
        self.number = 0

    @contextmanager
    def step(self, chinese: str, english: str) -> Iterator[None]:
        self.number += 1
        sys.stdout.write(f"[{self.number}/{STEPS}] {chinese} {english} ")
        sys.stdout.flush()
        begun, end = time.monotonic(), "\n"
        try:
            yield
            end = f"… {time.monotonic() - begun:.1f} s\n"
        finally:  # whatever stopped it is said on a line of its own
            sys.stdout.write(end)
            sys.stdout.flush()


def main() -> None:
    """Sets up what is missing, starts everything, prints the address and the accounts, and stays.

    Environment: PORT (default 8000 or the next free one), GANGMU_BIND (default 127.0.0.1), GANGMU_DEMO=0
    for an empty city, and whatever `settings` reads.
    """
    stopping = heed_signals()
    os.environ.setdefault("GANGMU_DEMO", "0" if os.environ.get("GANGMU_PRODUCTION") == "1" else "1")
    try:
        with only_one() as lock:
            _serve(stopping, lock)
    except _AlreadyRunning as other:
        sys.stdout.write(f"\n  纲目 Gangmu 已在运行 is already running: {other}\n")
    except _Interrupted:
        sys.stdout.write("\n停止 stopped\n")


def _serve(stopping: threading.Event, lock: TextIO) -> None:
    demo = os.environ["GANGMU_DEMO"] == "1"
    logs = postgres.home() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    progress = Progress()
    lease, stack = None, None
    try:
        with progress.step("数据库", "PostgreSQL"):
            lease = postgres.ensure_running()
        with progress.step("网页", "pages"):
            frontend.build(logs / "frontend.log")
        with progress.step("译文", "translations"):
            translate()
        with progress.step("结构", "schema"):
            from gangmu.config import database

            apart(partial(database.migrate, _quiet, demo=demo))
        with progress.step("示范城市", "demo city"):
            apart(partial(load_demo, logs / "demo.log"))
        with progress.step("静态文件", "static files"):
            collect(logs / "static.log")
        with progress.step("服务", "web server and worker"):
            stack = _stack(logs)
            stack.start()
            stack.wait_until_ready()
        note_address(lock, stack.url)
        _welcome(stack.url, accounts=database.notes().get("demo") == "loaded")
        while not stopping.wait(0.5):
            stack.look_after(_say)
    finally:
        stopping.set()
        if stack:
            stack.stop()
        if lease:
            lease.release()


def apart(work: Callable[[], None]) -> None:
    """Do it in a child, with which the memory goes that it needed: the supervisor stays. Raises what it raised."""
    with ProcessPoolExecutor(1, get_context("fork"), _obey) as child:
        try:
            child.submit(work).result()
        except BrokenProcessPool:
            raise NotUp("the step was killed; the next start goes on where this one ended") from None
        except _Interrupted:
            for process in active_children():
                process.terminate()
            raise


def _obey() -> None:
    """A child of `apart` ends when it is told to, or with the supervisor, whose Ctrl-C at the terminal is."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ends_with_parent()


@contextmanager
def only_one() -> Iterator[TextIO]:
    """One `gangmu run` per home; the second learns from the lock where the first one answers."""
    postgres.home().mkdir(parents=True, exist_ok=True)
    with (postgres.home() / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            if address := file.read():
                raise _AlreadyRunning(address) from None
            raise NotUp(f"another one is just starting from {postgres.home()}") from None
        file.truncate(0)
        yield file


def note_address(lock: TextIO, url: str) -> None:
    """Leaves the address for the next `gangmu run`."""
    lock.write(url)
    lock.flush()


def _stack(logs: Path) -> Stack:
    host = os.environ.get("GANGMU_BIND", "127.0.0.1")
    port = int(os.environ.get("PORT") or free_port(host, 8000))
    return Stack(host, port, logs, os.environ)


def load_demo(log: Path) -> None:
    """Loads the demo city where the database waits for it; NotUp with the reason and the last words if a step fails."""
    from gangmu.config import database

    with log.open("a") as out:
        try:
            database.load_demo(_quiet, out)
        except _Interrupted:
            raise
        except Exception as error:
            traceback.print_exc(file=out)
            raise NotUp(
                f"the demo city could not be loaded (log: {log}); the next start goes on where this one ended\n"
                f"{type(error).__name__}: {error}"
            ) from error


def translate() -> None:
    """Compiles the translations, in this process: another one would take longer to start."""
    from gangmu.kernel import messages

    package = postgres.REPOSITORY / "gangmu"
    messages.compile_all(found.parents[3] for found in package.rglob(str(messages.CATALOGUE)))


def collect(log: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Gathers and compresses the static files, unless they are the same as last time."""
    digest = hashlib.sha256((postgres.REPOSITORY / "requirements/run.txt").read_bytes())
    if (built := frontend.BUILT / "web.stamp").exists():
        digest.update(built.read_bytes())
    for path in sorted((postgres.REPOSITORY / "gangmu").glob("**/static/**/*")):
        if path.is_file():
            digest.update(str(path).encode() + path.read_bytes())
    stamp = postgres.home() / "static.stamp"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        _gangmu(log, "collectstatic", "--noinput", "--clear", "--verbosity=0", environment=environment)
        stamp.write_text(digest.hexdigest())


def _gangmu(log: Path, *arguments: str, environment: Mapping[str, str] = os.environ) -> None:
    with log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "gangmu", *arguments],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        words = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
        raise NotUp(f"gangmu {arguments[0]} failed (log: {log})\n{words}")


def _welcome(url: str, *, accounts: bool) -> None:
    sys.stdout.write(f"\n  纲目 Gangmu: {url}\n\n")
    sys.stdout.flush()
    if accounts:
        subprocess.run([sys.executable, "-m", "gangmu", "demo", "--accounts"], check=False)
    sys.stdout.write(f"\n  日志 logs: {postgres.home() / 'logs'}    Ctrl-C 停止 stops\n")
    sys.stdout.flush()


def heed_signals() -> threading.Event:
    """Ctrl-C, or being asked to end, interrupts whatever is done, once; the event tells that it has."""
    stopping = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: _interrupt(stopping))
    return stopping


def _interrupt(stopping: threading.Event) -> None:
    if not stopping.is_set():
        stopping.set()
        raise _Interrupted


def _quiet(message: str) -> None:
    """The step's own line already says it."""


def _say(message: str) -> None:
    sys.stdout.write(f"  {message}\n")
    sys.stdout.flush()
