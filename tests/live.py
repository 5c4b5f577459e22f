"""The real thing for tests: web server, events and worker as processes, on a copy of the demo city."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gangmu.config import frontend, postgres, roles
from gangmu.config.processes import Process, Stack, free_port
from gangmu.config.run import collect
from tests import databases

NUMBERS = itertools.count(1)


@dataclass
class Live:
    """A running Gangmu: its address, its database, its processes."""

    stack: Stack
    database: str
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return self.stack.url

    def process(self, name: str) -> Process:
        """`web`, `events` or `worker`: to end it and start it again."""
        return next(process for process in self.stack.processes if process.name == name)

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the live database, past row security (as the administrator)."""
        with roles.connect("admin", self.database) as connection:
            return connection.execute(statement, values).fetchall()  # type: ignore[call-overload,no-any-return]


@contextmanager
def running() -> Iterator[Live]:
    """Starts the stack on a free loopback port and a fresh database; stops and removes both."""
    logs = postgres.home() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    name = f"gangmu_live_{os.getpid()}_{next(NUMBERS)}"
    environment = {**os.environ, "GANGMU_DATABASE": name}
    del environment["GANGMU_STATIC"]
    with databases.alone():
        frontend.build(logs / "frontend.log")
        collect(logs / "static.log", environment)
    databases.copy(name, databases.CITY)
    for old in logs.glob("gangmu_live_*"):
        if not Path("/proc", old.name.split("_")[2]).exists():
            shutil.rmtree(old, ignore_errors=True)
    stack = Stack("127.0.0.1", free_port("127.0.0.1", 0), logs / name, environment)
    try:
        stack.start()
        stack.wait_until_ready()
        yield Live(stack, name, environment)
    finally:
        stack.stop()
        databases.drop(name)
