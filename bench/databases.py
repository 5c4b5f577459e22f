"""The databases of the bench: the demo city, fresh for each section, and the same with a million tasks.

Both are made once and kept until the schema, or what makes them, changes. `make reset` removes them.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import million
from gangmu.config import database, frontend, postgres, roles
from gangmu.config.run import collect, translate

CITY, MILLION = "gangmu_bench_city", "gangmu_bench_million"
COPY = "gangmu_bench"


@contextmanager
def running() -> Iterator[None]:
    """The private PostgreSQL runs, pages and translations are built; the fresh copy is removed in the end."""
    lease = postgres.ensure_running()
    logs = postgres.home() / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    alone = (postgres.home() / "bench.lock").open("w")
    fcntl.flock(
        alone, fcntl.LOCK_EX
    )  # a second bench waits: it would measure the first, and remake its databases
    try:
        frontend.build(logs / "frontend.log")
        translate(logs / "messages.log")
        collect(logs / "static.log")
        yield
        roles.drop_database(COPY)
    finally:
        alone.close()
        lease.release()


def ready(kind: str) -> str:
    """Make what is missing; returns the name of the database to measure in."""
    _keep_city()
    if kind == MILLION:
        _keep_million()
        return MILLION
    roles.drop_database(COPY)
    roles.make_database(COPY, CITY)
    database.note({"schema": database.fingerprint(), "demo": "loaded"}, COPY)
    return COPY


def _keep_city() -> None:
    if _mark(CITY) == database.fingerprint():
        return
    roles.drop_database(CITY)
    chosen = {**os.environ, "GANGMU_DATABASE": CITY}
    subprocess.run([sys.executable, "-m", "gangmu", "prepare"], env=chosen, stdout=sys.stderr, check=True)
    with roles.connect("admin", CITY) as connection:
        connection.execute("VACUUM (ANALYZE)")
    database.note({"schema": database.fingerprint(), "demo": "loaded", "made": database.fingerprint()}, CITY)


def _keep_million() -> None:
    source = Path(million.__file__)
    made = source.read_bytes() + source.with_suffix(".sql").read_bytes() + database.fingerprint().encode()
    mark = hashlib.sha256(made).hexdigest()[:16]
    if _mark(MILLION) == mark:
        return
    sys.stderr.write("bench: making the database of a million tasks (once)\n")
    roles.drop_database(MILLION)
    roles.make_database(MILLION, CITY)
    million.fill(MILLION)
    database.note({"schema": database.fingerprint(), "demo": "loaded", "made": mark}, MILLION)


def _mark(name: str) -> str:
    """What a kept database was made from; '' for one that is not there or was not finished."""
    os.environ["GANGMU_DATABASE"] = name
    try:
        return str(database.notes().get("made", ""))
    except psycopg.Error:
        return ""
    finally:
        del os.environ["GANGMU_DATABASE"]
