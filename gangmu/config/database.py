"""Brings the database to what this code expects: roles, migrations, and in demo mode the demo city.

What a database already has is noted in the comment of the database itself, so that any process, on any
machine, sees it with one cheap query: `{"schema": fingerprint, "demo": "loading" | "loaded"}`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

import django
import psycopg
from django.core.management import call_command
from psycopg import sql

from gangmu.config import roles

PACKAGE = Path(__file__).resolve().parents[1]
# What `migrate` depends on: migrations, the lifecycles and SQL that they read, the shared operations, names of places.
SHAPES = (
    "**/migrations/**/*.py",
    "**/states.py",
    "**/sql/**/*.sql",
    "kernel/*.py",
    "../requirements/run.txt",
    "ground/territory/data/*_aliases.csv",
)

Say = Callable[[str], None]


def prepare(say: Say, *, demo: bool) -> None:
    """Both steps, each only where something is missing; one cheap query where nothing is."""
    migrate(say, demo=demo)
    load_demo(say)


def migrate(say: Say, *, demo: bool) -> None:
    """Roles and migrations. With `demo`, an empty database is marked to receive the demo city.

    A database that already holds somebody's own data is never marked.
    """
    wanted = fingerprint()
    try:
        known = notes()
    except psycopg.Error:
        known = {}
    if known.get("schema") == wanted:
        return
    roles.prepare()
    with _alone() as guard:
        known = notes()
        if known.get("schema") == wanted:
            return
        say("making the tables")
        if "demo" not in known:
            known["demo"] = "loading" if demo and _is_empty(guard) else "none"
            note(known)
        _call("migrate", database="owner", verbosity=0, interactive=False)
        import_module("gangmu.ground.territory.bulk").renew_aliases()
        note({**known, "schema": wanted})


def load_demo(say: Say, out: TextIO | None = None) -> None:
    """Loads the demo city where `migrate` marked it, also after a load that was cut off.

    What the load prints goes to `out`, by default standard error: standard output is the command's own.
    """
    if notes().get("demo") != "loading":
        return
    with _alone() as guard:
        if notes().get("demo") == "loading":
            say("loading the demo city")
            _call("demo", stdout=out or sys.stderr)
            # Until PostgreSQL comes round to it by itself, a whole city's switch would take five times as long.
            guard.execute("ANALYZE")
            note({**notes(), "demo": "loaded"})


def notes() -> dict[str, Any]:
    """What the database says about itself; empty for one that was never set up."""
    with roles.connect("web") as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    try:
        return dict(json.loads(row[0])) if row and row[0] else {}
    except ValueError:
        return {}


def note(known: dict[str, Any], database: str | None = None) -> None:
    """Writes the notes of a database (as its owner)."""
    with roles.connect("owner", database) as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, json.dumps(known)))


def fingerprint() -> str:
    """Changes when a migration, or anything that `migrate` reads, changes."""
    digest = hashlib.sha256()
    for shape in SHAPES:
        for path in sorted(PACKAGE.glob(shape)):
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[psycopg.Connection[Any]]:
    """One process at a time, on this server, sets a database up."""
    with roles.connect("owner") as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [roles.LOCK])
        yield guard


def _is_empty(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("SELECT to_regclass('public.django_migrations') IS NULL").fetchone()
    return bool(row and row[0])


def _call(command: str, **options: Any) -> None:
    django.setup()
    call_command(command, **options)
