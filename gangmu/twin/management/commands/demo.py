"""`gangmu demo`: load the demo city, or print its accounts."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.twin import demo


class Command(BaseCommand):
    """Loads the demo city; running it again changes nothing."""

    help = "Load the demo city (idempotent), or print the demo accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("--accounts", action="store_true", help="print the demo accounts only")
        parser.add_argument("--json", action="store_true", help="print the accounts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load step by step, or print the table."""
        if not settings.DEMO:
            raise CommandError("Demo data and demo accounts exist in demo mode only: set GANGMU_DEMO=1.")
        if not options["accounts"]:
            demo.load(self._say)
            return
        try:
            table = demo.make_accounts()
        except LookupError as missing:
            raise CommandError(f"{missing}. Run `gangmu demo` first.") from missing
        if options["json"]:
            self.stdout.write(json.dumps(table, ensure_ascii=False, indent=1))
            return
        width = max(len(row["username"]) for row in table)
        for row in table:
            extra = f"  API token {row['token']}" if row["token"] else ""
            self.stdout.write(f"  {row['username']:<{width}}  {row['password']}  {row['post']}{extra}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
