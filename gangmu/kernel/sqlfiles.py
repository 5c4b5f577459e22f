"""SQL kept in files: each statement named by a line `-- name: …` in a domain's `sql/*.sql`."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def statements(path: Path) -> dict[str, str]:
    """The named statements of a file, in order."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("-- name:"):
            current = found.setdefault(line.removeprefix("-- name:").strip(), [])
        else:
            current.append(line)
    return {name: "\n".join(lines).strip().rstrip(";") for name, lines in found.items()}
