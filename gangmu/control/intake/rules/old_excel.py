"""Excel files from before 2007, read in a process of their own.

The old format says nothing reliable about how large its sheets are before they are unfolded, and all are
unfolded at once: two stray cells in each sheet would cost gigabytes. So a child process with a ceiling on
its memory does it and hands the rows over as lines of JSON. Should it die, the file is refused and nothing
else happens.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from gangmu.control.intake.rules.types import Limits, Row, UnreadableFile

_MEMORY = 1_200_000_000
"""Ceiling of the child's address space, bytes: an ordinary 65,536 rows of 40 columns need about a third of
it.
"""
_SECONDS = 60
_ROOT = Path(__file__).parents[4]


class OldSheet:
    """One sheet of an old workbook, as its lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[list[str]] = []

    def rows(self) -> Iterator[Row]:
        """Every line from row 1 on, blank ones too."""
        return (Row(number, list(cells)) for number, cells in enumerate(self.lines, 1))


def read_old_excel(data: bytes, limits: Limits) -> list[OldSheet]:
    """All visible sheets, then the hidden ones. Raises UnreadableFile (file_old_excel, or what a sheet is
    refused for).
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(json.dumps(asdict(limits)).encode() + b"\n" + data)
        given.seek(0)
        try:
            subprocess.run(
                [sys.executable, "-m", __name__],
                stdin=given, stdout=told, stderr=subprocess.DEVNULL, cwd=_ROOT, timeout=_SECONDS, check=True,
            )  # fmt: skip
        except (subprocess.SubprocessError, OSError):
            raise UnreadableFile("file_old_excel") from None
        told.seek(0)
        return _sheets(told.read(limits.max_uncompressed // 4))


def _sheets(told: bytes) -> list[OldSheet]:
    sheets: list[OldSheet] = []
    for line in told.decode().splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            raise UnreadableFile("file_old_excel") from None
        if isinstance(value, str):
            sheets.append(OldSheet(value))
        elif isinstance(value, dict):
            raise UnreadableFile(value["code"], value["value"], **value["params"])
        else:
            sheets[-1].lines.append(value)
    return sheets


def _child() -> None:
    """Read the limits and the file from standard input; write names and rows, or one refusal."""
    from gangmu.control.intake.rules.workbooks import Workbook

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    limits = Limits(**json.loads(sys.stdin.buffer.readline()))
    out = sys.stdout
    try:
        book = Workbook(sys.stdin.buffer.read(), limits)
        for name in book.sheet_names:
            out.write(json.dumps(name) + "\n")
            for row in book.load(name).rows():
                out.write(json.dumps(row.cells) + "\n")
    except UnreadableFile as error:
        problem = error.problem
        code = "file_old_excel" if problem.code == "file_damaged" else problem.code
        params = dict(problem.params) if code == problem.code else {}
        out.write(json.dumps({"code": code, "value": problem.value, "params": params}) + "\n")


if __name__ == "__main__":
    _child()
