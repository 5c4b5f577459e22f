"""`gangmu import_residents FILE [--user CLERK] [--json] [--back back.csv]`: a register from the shell."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.control.intake.rules import Problem, explain
from gangmu.control.intake.rules.problems import explain_all
from gangmu.control.roster.actions import prepare, resume, run, start, upload
from gangmu.control.roster.models import Import
from gangmu.control.roster.queries import LEDGER, import_in, lines_back
from gangmu.ground.organization.queries import push_clerk
from gangmu.kernel.scope import Actor, Scope, entered

PIECE = 1 << 20  # bytes read at once
LOOK = 1.0  # seconds between two looks at an import that another worker is at


class Command(BaseCommand):
    """Takes in a register of residents and prints its ledger; called again with the same file, it goes on."""

    help = "Import a register of residents (CSV, any size) and print the ledger; continues what was cut off."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", default="", help="push clerk to act as (default: the city's)")
        parser.add_argument("--json", action="store_true", help="print the ledger as JSON")
        parser.add_argument(
            "--back", type=Path, help="write the lines that were not taken in to this CSV file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Upload and start, or go on; then work until it is done, beside whatever worker is at it too."""
        with entered(Scope.system("register from the shell")):
            actor = push_clerk(options["user"])
        if actor is None:
            raise CommandError("There is no push clerk to act as; give one with --user.")
        import_id = self.begin(actor, options["file"])
        run(Scope.system(f"residents {import_id}").actor, import_id)
        while (one := self.look(actor, import_id)).status == "running":
            self.stderr.write(f"{one.offset * 100 // one.size} %, {one.received} lines")
            time.sleep(LOOK)
        self.report(actor, one, options)

    def begin(self, actor: Actor, path: Path) -> int:
        """The running import of a file; CommandError with the problem of one that cannot be read."""
        with entered(Scope.of(actor)) as scope:
            try:
                import_id = upload(actor, uuid4(), path.name, _read(path))
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from error
            one = import_in(scope, import_id)
            if one.status == "uploaded":
                one = prepare(actor, one, unattended=True)
            if one.status == "ready":
                start(actor, uuid4(), one)
            elif one.status == "stopped":
                resume(actor, uuid4(), one)
        if one.problem:
            problem = Problem(
                "file",
                one.problem["code"],
                one.problem["value"],
                tuple((k, v) for k, v in one.problem["params"]),
            )
            raise CommandError(explain(problem, "en") + "\n" + explain(problem, "zh"))
        if one.status == "uploaded":
            columns = "\n".join(f"  {g['header']!r}: {g['field'] or '?'}" for g in one.preview["guesses"])
            raise CommandError(
                f"The columns are not known well enough; map them once on the page:\n{columns}"
            )
        return import_id

    def look(self, actor: Actor, import_id: int) -> Import:
        """How far it is."""
        with entered(Scope.of(actor)) as scope:
            return import_in(scope, import_id)

    def report(self, actor: Actor, one: Import, options: dict[str, Any]) -> None:
        """Print the ledger, and write what goes back if asked."""
        ledger = {name: getattr(one, name) for name in LEDGER}
        if options["back"]:
            with (
                entered(Scope.of(actor)) as scope,
                options["back"].open("w", newline="", encoding="utf-8") as file,
            ):
                out = csv.writer(file)
                out.writerow([*one.mapping["header"], "line", "why"])
                for row, problems in lines_back(scope, one):
                    out.writerow([*row.cells, row.number, explain_all(problems, "en")])
        if options["json"]:
            self.stdout.write(json.dumps({"import": one.pk, "status": one.status, **ledger}))
            return
        parts = " + ".join(f"{value} {name}" for name, value in ledger.items() if name != "received")
        self.stdout.write(f"{one.status}: received {one.received} = {parts}")


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
