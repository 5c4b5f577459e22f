"""The databases of the bench: the demo city, fresh for each section, and a large one that has worked for thirty days.

Both are made once and kept until the schema, or what makes them, changes. `make reset` removes them. The large one has
a million people and a million tasks; GANGMU_BENCH_CITY=6070000/2000000 makes it another size.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from gangmu import twin
from gangmu.config import database, frontend, postgres, roles
from gangmu.config.run import collect, translate

CITY, LARGE = "gangmu_bench_city", "gangmu_bench_large"
COPY = "gangmu_bench"
PEOPLE, TASKS = (int(number) for number in os.environ.get("GANGMU_BENCH_CITY", "1000000/1000000").split("/"))


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
        translate()
        collect(logs / "static.log")
        yield
        roles.drop_database(COPY)
    finally:
        alone.close()
        lease.release()


def ready(kind: str) -> str:
    """Make what is missing; returns the name of the database to measure in."""
    if kind == LARGE:
        return _keep_large()
    _keep_city()
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


def _keep_large() -> str:
    name = f"{LARGE}_{PEOPLE}_{TASKS}"
    digest = hashlib.sha256(database.fingerprint().encode())
    for path in sorted(Path(twin.__path__[0]).rglob("*")):
        if path.suffix in (".py", ".sql"):
            digest.update(path.read_bytes())
    mark = digest.hexdigest()[:16]
    if (known := _mark(name)) == mark:
        return name
    sys.stderr.write(f"bench: making a city of {PEOPLE:,} people and {TASKS:,} tasks (once)\n")
    if known:  # one that was cut off is continued
        roles.drop_database(name)
    size = ("--people", str(PEOPLE), "--tasks", str(TASKS))
    command = [sys.executable, "-m", "gangmu", "twin", "build", *size]
    subprocess.run(command, env={**os.environ, "GANGMU_DATABASE": name}, stdout=sys.stderr, check=True)
    with roles.connect("owner", name) as owner:
        row = owner.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row is not None  # the build has left its note
    database.note({**json.loads(row[0]), "demo": "loaded", "made": mark}, name)
    return name


def _mark(name: str) -> str:
    """What a kept database was made from; '' for one that is not there or was not finished."""
    os.environ["GANGMU_DATABASE"] = name
    try:
        return str(database.notes().get("made", ""))
    except psycopg.Error:
        return ""
    finally:
        del os.environ["GANGMU_DATABASE"]
