"""`gangmu locate "惠城区江北街道…"` explains one answer; `gangmu locate --csv in.csv --out out.csv` does a
file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.ground.territory.queries import address_index, unit_by_code
from gangmu.ground.territory.rules.sheet import UnreadableSheet, locate_file

SENTENCES = {
    "read-as": "read as {text}",
    "found": "{text}: {kinds}",
    "names-outside": "{text} lies outside the city",
    "group": "village group {name}",
    "road": "road {name}, number {number}",
    "slips-allowed": "not settled by exact names; slips of the pen allowed {towns}",
    "weighed": "{score:>6}  {code} {town} {village}  ({reasons}) {doubt}",
    "decided": "{status}: {why} {code} {village}",
}
FAULTS = {
    "no-header": "The file is empty. It needs a header line with the columns id,address.",
    "no-address-column": "No column 'address' among: {found}. Name the column with the addresses 'address'.",
    "broken-row": "Line {row} is not CSV ({reason}). Correct the line and try again.",
}


class Command(BaseCommand):
    """Matches addresses to villages and grids."""

    help = "Locate an address and explain how, or a whole CSV file (id,address)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("address", nargs="?", default="")
        parser.add_argument(
            "--within", default="", help="code of the town, county or zone (ZK, DYW) known otherwise"
        )
        parser.add_argument(
            "--csv", type=Path, help="file with the columns id,address (UTF-8, BOM or GB18030)"
        )
        parser.add_argument("--out", type=Path, help="file for the answers (default: standard output)")

    def handle(self, *args: Any, **options: Any) -> None:
        """One address to the terminal, or a file to a file."""
        if options["csv"]:
            self.file(options["csv"], options["out"])
        elif options["address"]:
            self.one(options["address"], options["within"])
        else:
            raise CommandError("Give an address, or a file with --csv.")

    def one(self, address: str, within: str) -> None:
        """Print the steps, then the answer."""
        answer = address_index().locate(address, within=self.hint(within) if within else "")
        for step in answer.steps:
            params = {"code": "", "village": "", **step.params}
            self.stdout.write("  " + SENTENCES[step.code].format(**params).rstrip())
        area = f" area {answer.area:018d}" if answer.area else ""
        flag = " (contradicts itself)" if answer.flag else ""
        self.stdout.write(f"{answer.status} {answer.code or answer.town or '-'}{area}{flag}")

    def hint(self, code: str) -> str:
        """A code in the matcher's words: a zone goes by its name, everything else by its code."""
        unit = unit_by_code(code.ljust(12, "0") if code.isdigit() else code)
        if unit is None or unit.level not in ("county", "town"):
            raise CommandError(
                f"--within {code}: not the code of a town, county or zone. An example: 441302004."
            )
        return unit.name if unit.kind == "zone" else unit.code

    def file(self, source: Path, target: Path | None) -> None:
        """Answer every row; the counts go to standard error."""
        if target is not None and target.exists() and source.exists() and target.samefile(source):
            raise CommandError("--out must not be the file that is read.")
        try:
            index = address_index()
            if target is None:
                counts = locate_file(index, source, sys.stdout)
            else:
                with target.open("w", encoding="utf-8", newline="") as out:
                    counts = locate_file(index, source, out)
        except UnreadableSheet as fault:
            raise CommandError(FAULTS[fault.code].format(**fault.params)) from fault
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stderr.write(", ".join(f"{status} {count}" for status, count in sorted(counts.items())))
