"""`gangmu sample_residents OUT --people N`: a register of people who do not exist, to try and measure an import."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.twin.building import plan
from gangmu.twin.residents import Resident, village

HEADER = ("姓名", "证件类型", "证件号码", "联系电话", "性别", "出生日期", "网格编码", "现住址")
SEXES = {"m": "男", "f": "女"}


class Command(BaseCommand):
    """Writes the residents of the demo city at any size, one a line, in little memory."""

    help = "Write a register of people who do not exist as CSV."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("out", type=Path)
        parser.add_argument("--people", type=int, default=50_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--encoding", choices=("utf-8", "utf-8-sig", "gb18030"), default="utf-8")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        try:
            villages = plan(options["people"], options["seed"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        with options["out"].open("w", newline="", encoding=options["encoding"]) as file:
            out = csv.writer(file)
            out.writerow(HEADER)
            for one in villages:
                out.writerows(map(_line, village(one.place, one.groups, one.first, one.seed)))
        self.stdout.write(f"{options['people']} residents: {options['out']}")


def _line(one: Resident) -> tuple[str, ...]:
    return (
        one.name, "居民身份证", one.document, one.phone, SEXES[one.sex], one.birth_date, f"{one.area:018d}", one.door,
    )  # fmt: skip
