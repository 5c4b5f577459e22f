"""`gangmu pack check FILE…`: say everything that is wrong with a protocol pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.ground.incidents.rules import UnsoundPack, parse_pack


class Command(BaseCommand):
    """Checks protocol packs without a database."""

    help = "Check protocol packs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("action", choices=["check"])
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line per pack or per mistake; exit status 1 if any pack is unsound."""
        unsound = 0
        for path in options["files"]:
            try:
                pack = parse_pack(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{path}: {error}") from error
            except UnsoundPack as wrong:
                unsound += 1
                for place, what in wrong.problems:
                    self.stderr.write(f"{path}: {place}: {what}")
            else:
                counts = f"{len(pack.categories)} categories, {len(pack.questions)} questions"
                self.stdout.write(f"{path}: {pack.code} {pack.version} is sound ({counts})")
        if unsound:
            raise CommandError(f"{unsound} of {len(options['files'])} packs must not be used.")
