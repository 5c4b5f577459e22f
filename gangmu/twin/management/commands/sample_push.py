"""`gangmu sample_push OUT --rows N`: a file of people who do not exist, to try, measure and rehearse a push."""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.twin.push_files import as_csv, as_xlsx, city_writer, layout, table

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
HEADER_LINES = {"csv": 1, "xlsx": 2}


class Command(BaseCommand):
    """Writes a list of synthetic people, and beside it the truth about each row."""

    help = "Write a push file of people who do not exist; --truth writes who they really are."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("out", type=Path)
        parser.add_argument("--rows", type=int, default=2000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--list", type=int, default=1, help="which list of this seed: later ones repeat people"
        )
        parser.add_argument("--format", choices=tuple(HEADER_LINES), help="default: by the name of the file")
        parser.add_argument("--encoding", choices=ENCODINGS, default="utf-8", help="of a CSV file")
        parser.add_argument("--profile", default="big_data_push", help="a shipped layout")
        parser.add_argument("--truth", type=Path, help="CSV: row, person, village, kind, address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and the truth if asked."""
        out: Path = options["out"]
        kind = options["format"] or ("xlsx" if out.suffix.lower() == ".xlsx" else "csv")
        writer = city_writer(options["seed"])
        for _ in range(options["list"] - 1):
            for _row in writer.rows(options["rows"]):
                pass
        made = list(writer.rows(options["rows"]))
        try:
            profile = layout(options["profile"])
            header, rows = table(profile, [entry for entry, _ in made])
        except ValueError as error:
            raise CommandError(str(error)) from error
        if kind == "xlsx":
            out.write_bytes(as_xlsx(header, rows, profile.title))
        else:
            out.write_bytes(as_csv(header, rows, options["encoding"]))
        if options["truth"]:
            with options["truth"].open("w", newline="", encoding="utf-8") as file:
                truth = csv.DictWriter(
                    file, ("row", "person", "village", "kind", "address"), lineterminator="\n"
                )
                truth.writeheader()
                for _, true in made:
                    truth.writerow({**asdict(true), "row": true.row + HEADER_LINES[kind]})
        self.stdout.write(f"{len(made)} rows, {kind}: {out}")
