"""Roles, database and extensions, made by the server's administrator; see `sql/roles.sql`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from gangmu.config.postgres import connection_settings, password
from gangmu.kernel.sqlfiles import statements

ROLES = ("owner", "bulk", "web")
IN_DATABASE = (
    "extension_trgm",
    "extension_gist",
    "use_schema",
    "own_functions",
    "use_tables",
    "use_sequences",
    "close_functions",
    "use_functions",
)
LOCK = 0x67616E676D75  # 'gangmu': one process at a time sets a server up


class NotAllowed(RuntimeError):
    """The database can't be used as it is; the message is what somebody with more rights must do."""


def connect(role: str = "admin", database: str | None = None) -> psycopg.Connection[Any]:
    """A plain autocommit connection, outside Django, as one of the logins of `postgres.LOGINS`."""
    known = connection_settings(role)  # type: ignore[arg-type]
    return psycopg.connect(
        dbname=database or known["NAME"],
        user=known["USER"],
        password=known["PASSWORD"],
        host=known["HOST"],
        port=int(known["PORT"]),
        autocommit=True,
        **known.get("OPTIONS", {}),
    )


def prepare() -> None:
    """Makes roles, database, extensions and default rights where they are missing; may be repeated.

    Raises NotAllowed with the SQL for a database administrator, or for a database whose character type
    knows no Chinese letters.
    """
    name = connection_settings("admin")["NAME"]
    if _is_ready(name):
        return
    try:
        with connect(database=_anchor(name)) as server:
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            for role in ROLES:
                if not _exists(server, "pg_roles", "rolname", f"gangmu_{role}"):
                    run(server, f"make_{role}")
                run(server, f"shape_{role}")
            run(server, "may_become_bulk")
            run(server, "may_give_to_bulk")
            _own(server, name)
            with connect(database=name) as database:
                for statement in IN_DATABASE:
                    run(database, statement)
                _check_letters(database, name)
    except psycopg.errors.InsufficientPrivilege as refused:
        raise NotAllowed(_for_administrator(name, str(refused).strip())) from refused


def make_database(name: str, template: str = "template0") -> None:
    """A new database owned by gangmu_owner, with all that its template has."""
    with connect(database="postgres") as server:
        run(server, "make_database", database=name, template=template)


def drop_database(name: str) -> None:
    """Removes a database, disconnecting whoever uses it."""
    with connect(database="postgres") as server:
        run(server, "drop_database", database=name)


def run(connection: psycopg.Connection[Any], statement: str, **identifiers: str) -> None:
    """Executes a named statement of `sql/roles.sql`; keyword arguments are quoted as identifiers."""
    connection.execute(
        sql.SQL(_statements()[statement]).format(  # type: ignore[arg-type]
            owner_password=sql.Literal(password("owner")),
            web_password=sql.Literal(password("web")),
            **{key: sql.Identifier(value) for key, value in identifiers.items()},
        )
    )


@functools.cache
def _statements() -> dict[str, str]:
    return statements(Path(__file__).parent / "sql" / "roles.sql")


def _is_ready(name: str) -> bool:
    """Whether all is as `prepare` leaves it, as far as the two logins can see; then it is left alone."""
    try:
        with connect("owner", name):
            pass
        with connect("web", name) as web:
            row = web.execute(
                "SELECT pg_get_userbyid(datdba) = 'gangmu_owner' AND pg_has_role('gangmu_bulk', 'MEMBER')"
                " AND pg_has_role('gangmu_owner', 'gangmu_bulk', 'MEMBER')"
                " AND (SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm', 'btree_gist')) = 2"
                " AND (SELECT count(*) FROM pg_default_acl"
                "       WHERE defaclrole = 'gangmu_owner'::regrole) = 4"
                " FROM pg_database WHERE datname = current_database()"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def _anchor(name: str) -> str:
    """A database that certainly exists to connect to first: the wanted one, else `postgres`."""
    try:
        with connect(database=name):
            return name
    except psycopg.OperationalError:
        return "postgres"


def _own(server: psycopg.Connection[Any], name: str) -> None:
    if _exists(server, "pg_database", "datname", name):
        run(server, "own_database", database=name)
    else:
        run(server, "make_database", database=name, template="template0")


def _exists(server: psycopg.Connection[Any], catalogue: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(
        sql.Identifier(catalogue), sql.Identifier(column)
    )
    return server.execute(query, [name]).fetchone() is not None


def _check_letters(database: psycopg.Connection[Any], name: str) -> None:
    row = database.execute("SELECT cardinality(show_trgm('惠城区'))").fetchone()
    if not row or not row[0]:
        raise NotAllowed(
            f"Database {name}: its character type (LC_CTYPE) knows no Chinese letters, so no name could be"
            " found. Remedy: create it with LOCALE 'C.UTF-8' (TEMPLATE template0)."
        )


def _for_administrator(name: str, refusal: str) -> str:
    """What a database administrator must run; passwords stay out of logs."""
    known = _statements()
    lines = [
        *(known[f"make_{role}"] for role in ROLES),
        *(known[f"shape_{role}"] for role in ROLES),
        known["may_become_bulk"],
        known["may_give_to_bulk"],
        known["own_database"].format(database=name),
        f"\\connect {name}",
        *(known[statement] for statement in IN_DATABASE),
    ]
    text = "\n".join(line if line.startswith("\\") else f"{line};" for line in lines)
    text = text.replace("{owner_password}", "'<GANGMU_OWNER_PASSWORD>'")
    text = text.replace("{web_password}", "'<GANGMU_WEB_PASSWORD>'")
    return (
        f"The login of DATABASE_URL may not set up the database ({refusal}).\n"
        "Let an administrator of that server run this once (with psql), with passwords of your choice, and"
        f" start again with GANGMU_OWNER_PASSWORD and GANGMU_WEB_PASSWORD set to them:\n\n{text}"
    )
