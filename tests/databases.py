"""Test databases: migrated once per schema into a template, then copied in a fraction of a second."""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from gangmu.config import database, postgres, roles

EMPTY, CITY = "gangmu_empty", "gangmu_city"
# What the demo city is made from, besides the schema.
CITY_SOURCES = (
    "config/database.py",
    "twin/**/*",
    "ground/**/*.py",
    "ground/**/data/**/*",
    "casework/**/*.py",
    "partners/**/*.py",
)


@functools.cache
def lease() -> postgres.Lease:
    """The private test cluster, running until the session ends."""
    return postgres.ensure_running("fast")


def copy(name: str, kind: str) -> None:
    """Makes the database `name` as a copy of the migrated template, or of the one with the demo city."""
    lease()
    with alone():
        template = _template(kind)
        roles.drop_database(name)
        roles.make_database(name, template)
    database.note({"schema": database.fingerprint(), "demo": "loaded" if kind == CITY else "none"}, name)


def drop(name: str) -> None:
    """Removes a test database."""
    roles.drop_database(name)


def point_django_here() -> None:
    """Django read its settings before the cluster ran: tell it the port and name that hold now."""
    for alias, role in (("default", "web"), ("owner", "owner")):
        known = postgres.connection_settings(role)
        known.pop("OPTIONS", None)
        connections.settings[alias].update(known)
        connections[alias].settings_dict.update(known)


def empty() -> None:
    """Empties every table that the migrations left empty; as the owner, for web may not truncate."""
    with roles.connect("owner") as owner:
        owner.execute("SET lock_timeout = '10s'")
        if used := _filled(owner, _tables_of_work()):
            names = sql.SQL(", ").join(map(sql.Identifier, used))
            owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))


@functools.cache
def _name(kind: str) -> str:
    """The template of this session, also when the source changes while it runs."""
    return f"{kind}_{_city_fingerprint() if kind == CITY else database.fingerprint()}"


def _template(kind: str) -> str:
    name = _name(kind)
    with roles.connect(database="postgres") as server:
        found = server.execute(
            "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"
        ).fetchall()
    known = dict(found)
    for other in known:
        if (other.startswith(kind) and other != name) or _is_left_over(other):
            roles.drop_database(other)
    if '"schema"' in (known.get(name) or "") and '"loading"' not in known[name]:
        return name
    roles.drop_database(name)
    if kind == CITY:  # the city stands on the migrated template: only its people are missing
        roles.make_database(name, _template(EMPTY))
        database.note({"schema": database.fingerprint(), "demo": "loading"}, name)
    chosen = {**os.environ, "GANGMU_DATABASE": name, "GANGMU_DEMO": "1" if kind == CITY else "0"}
    subprocess.run([sys.executable, "-m", "gangmu", "prepare"], env=chosen, check=True)
    return name


def _is_left_over(name: str) -> bool:
    """Whether a database belongs to a test process that is gone."""
    if not name.startswith(("gangmu_test_", "gangmu_live_")):
        return False
    return not Path("/proc", name.split("_")[2]).exists()


def _city_fingerprint() -> str:
    digest = hashlib.sha256(database.fingerprint().encode())
    for pattern in CITY_SOURCES:
        for path in sorted(database.PACKAGE.glob(pattern)):
            if path.is_file() and path.suffix not in (".pyc", ".mo"):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@functools.cache
def _tables_of_work() -> list[str]:
    """The tables that are empty in the template: the others hold what migrations put there for good."""
    with roles.connect("owner", _name(EMPTY)) as owner:
        rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [row[0] for row in rows]
        return sorted(set(names) - set(_filled(owner, names)))


def _filled(owner: psycopg.Connection[Any], tables: Iterable[str]) -> list[str]:
    """The tables that hold a row. The bulk role looks, for row security is forced and hides rows from their owner."""
    query = "SELECT EXISTS (SELECT FROM {})"
    owner.execute("SET ROLE gangmu_bulk")
    found = [name for name in tables if _one(owner, sql.SQL(query).format(sql.Identifier(name)))]
    owner.execute("RESET ROLE")
    return found


def _one(connection: psycopg.Connection[Any], query: sql.Composed) -> Any:
    row = connection.execute(query).fetchone()
    return row and row[0]


@contextmanager
def alone() -> Iterator[None]:
    """One test process at a time makes what all of them use."""
    with (postgres.home() / "templates.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
