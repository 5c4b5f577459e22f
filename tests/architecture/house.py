"""The tree as the architecture tests look at it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gangmu"
DOORS = PACKAGE / "doors"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project: what git tracks, and what is new and not ignored."""
    said = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    found = (ROOT / name for name in said.stdout.decode().split("\0") if name)
    return tuple(sorted(path for path in found if path.is_file()))


def python(below: Path = PACKAGE) -> Iterator[Path]:
    """The Python files below a folder, migrations left out."""
    return (
        path for path in tracked()
        if path.suffix == ".py" and below in path.parents and "migrations" not in path.parts
    )  # fmt: skip


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def domains() -> list[Path]:
    """The folders that have a domain's fixed file names: those with an apps.py, outside kernel, config, doors, twin."""
    outside = (PACKAGE / "kernel", PACKAGE / "config", PACKAGE / "twin")
    apps = (path.parent for path in tracked() if path.name == "apps.py" and PACKAGE in path.parents)
    return [folder for folder in apps if folder not in outside and DOORS not in folder.parents]


def part(path: Path) -> str:
    """The part of its domain or door that a file belongs to: 'queries' for queries.py and queries/x.py, '' for none."""
    for folder in [*domains(), *(door for door in DOORS.iterdir() if door.is_dir())]:
        if folder in path.parents:
            return path.relative_to(folder).parts[0].removesuffix(".py")
    return ""


def said(path: Path, line: int = 0) -> str:
    """A place, as an editor understands it."""
    where = path.relative_to(ROOT).as_posix()
    return f"{where}:{line}" if line else where


def none(found: list[str]) -> None:
    """Fails with every finding on a line of its own."""
    assert not found, "\n" + "\n".join(found)
