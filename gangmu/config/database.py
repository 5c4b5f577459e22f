"""Brings the database to what this code expects: roles, migrations, and in demo mode the demo city.

What a database already has is noted in the comment of the database itself, so that any process, on any
machine, sees it with one cheap query: `{"schema": fingerprint, "demo": "loading" | "loaded"}`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from gangmu.config import roles

PACKAGE = Path(__file__).resolve().parents[1]
# What a migration's result depends on: itself, the lifecycles and SQL that it reads, the shared operations.
SHAPES = (
    "**/migrations/**/*.py",
    "**/states.py",
    "**/sql/**/*.sql",
    "kernel/*.py",
    "../requirements/run.txt",
)

Say = Callable[[str], None]


def prepare(say: Say, *, demo: bool) -> None:
    """Roles, then migrations, then the demo city if asked for; each only where it is missing.

    `demo` loads the city into a database that was empty, or finishes a load that was cut off; a database
    with somebody's own data is never touched.
    """
    try:
        known = notes()
    except psycopg.Error:
        known = {}
    wanted = fingerprint()
    if known.get("schema") == wanted and (not demo or known.get("demo") in ("loaded", "none")):
        return
    roles.prepare()
    with roles.connect("owner") as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [roles.LOCK])
        known = notes()
        if known.get("schema") != wanted:
            say("migrations")
            if demo and not known and _is_empty(guard):
                known["demo"] = "loading"
                note(known)
            _call("migrate", database="owner", verbosity=0, interactive=False)
            note(known := {"demo": "none", **known, "schema": wanted})
        if demo and known.get("demo") == "loading" and _has("demo"):
            say("demo city")
            _call("demo")
            note({**known, "demo": "loaded"})


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
    """Changes when a migration, or anything that migrations read, changes."""
    digest = hashlib.sha256()
    for shape in SHAPES:
        for path in sorted(PACKAGE.glob(shape)):
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _is_empty(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("SELECT to_regclass('public.django_migrations') IS NULL").fetchone()
    return bool(row and row[0])


def _has(command: str) -> bool:
    from django.core.management import get_commands

    return command in get_commands()


def _call(command: str, **options: Any) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command(command, **options)
