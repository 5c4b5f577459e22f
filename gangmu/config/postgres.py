"""The one PostgreSQL: where it is, as whom to connect, and the private cluster's start and stop.

`DATABASE_URL` names an existing server, whose login is used only to set up roles. Without it a private
cluster lives in `GANGMU_HOME` (by default `.gangmu` beside the code). Whoever uses the private cluster
holds a lease; the last one to leave stops it, and a lease ends by itself when its process dies.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from gangmu.config.cluster import Cluster, Durability

Role = Literal["admin", "owner", "web"]
LOGINS: dict[Role, str] = {"admin": "gangmu_admin", "owner": "gangmu_owner", "web": "gangmu_web"}
REPOSITORY = Path(__file__).resolve().parents[2]


def home() -> Path:
    """The folder of everything this installation keeps: cluster, secrets, logs, stamps."""
    return Path(os.environ.get("GANGMU_HOME") or REPOSITORY / ".gangmu").resolve()


def is_private() -> bool:
    """Whether Gangmu runs its own PostgreSQL (no DATABASE_URL)."""
    return not os.environ.get("DATABASE_URL")


def connection_settings(role: Role) -> dict[str, Any]:
    """NAME, USER, PASSWORD, HOST, PORT (and OPTIONS) for Django's DATABASES; starts nothing.

    `GANGMU_DATABASE` names another database of the same server. A private cluster that was never made
    gives port 0: connecting then fails at once, and `ensure_running` gives the real port.
    """
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        name, host, port = unquote(parts.path.lstrip("/")), parts.hostname or "", parts.port or 5432
        login = (unquote(parts.username or ""), unquote(parts.password or ""))
        options = dict(parse_qsl(parts.query))
    else:
        cluster = _cluster()
        name, host, port = "gangmu", cluster.host, cluster.port
        login, options = (LOGINS["admin"], password("admin")), {}
    if role != "admin":
        login = (LOGINS[role], password(role))
    found: dict[str, Any] = {
        "NAME": os.environ.get("GANGMU_DATABASE") or name or "gangmu",
        "USER": login[0],
        "PASSWORD": login[1],
        "HOST": host,
        "PORT": str(port),
    }
    return {**found, "OPTIONS": options} if options else found


def password(role: Role) -> str:
    """A role's password: `GANGMU_<ROLE>_PASSWORD`, else generated once and kept in the home, mode 0600."""
    if given := os.environ.get(f"GANGMU_{role.upper()}_PASSWORD"):
        return given
    kept = home() / "passwords.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({each: secrets.token_urlsafe(24) for each in LOGINS}))
        try:
            os.link(fresh, kept)  # unlike a rename, never replaces what another process just made
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return str(json.loads(kept.read_text())[role])


@dataclass
class Lease:
    """A share in the running private cluster; `None` when the server is somebody else's."""

    cluster: Cluster | None
    _file: IO[str] | None = None

    def release(self) -> None:
        """Gives the share back; whoever holds the last one stops the server."""
        if self.cluster is None or self._file is None:
            return
        with _exclusive(self.cluster.home):
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self.cluster.stop()
        self._file.close()
        self._file = None


def ensure_running(durability: Durability = "safe") -> Lease:
    """Starts the private cluster unless it runs, and returns the lease that keeps it running.

    With DATABASE_URL there is nothing to start. Raises binaries.NoPostgres or cluster.ClusterFailed.
    """
    if not is_private():
        return Lease(None)
    with _exclusive(home()):
        share = (home() / "postgres.lease").open("w")
        fcntl.flock(share, fcntl.LOCK_SH)
        return Lease(_cluster().start(LOGINS["admin"], password("admin"), durability), share)


def destroy() -> None:
    """Stops the private cluster and deletes its data, whoever uses it."""
    _cluster().destroy()


def _cluster() -> Cluster:
    return Cluster.remembered(home())


@contextmanager
def _exclusive(place: Path) -> Iterator[None]:
    """One process at a time starts or stops the cluster of a home."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "postgres.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
