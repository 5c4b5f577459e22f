"""SQL kept in files: each statement named by a line `-- name: …` in a domain's `sql/*.sql`."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def statements(path: Path) -> dict[str, str]:
    """The named statements of a file, in order. Only comments may stand before the first name.

    Raises ValueError for a name used twice and for SQL without a name.
    """
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("-- name:"):
            name = line.removeprefix("-- name:").strip()
            if name in found:
                raise ValueError(f"{path.name}, line {number}: a second statement named {name}")
            current = found[name] = []
        elif current is not None:
            current.append(line)
        elif line.strip() and not line.startswith("--"):
            raise ValueError(f"{path.name}, line {number}: SQL before the first '-- name:'")
    return {name: "\n".join(lines).strip().rstrip(";") for name, lines in found.items()}
