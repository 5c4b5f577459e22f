"""`gangmu push FILE --slot 18:00 [--dry-run] [--json] [--rows-out rows.csv]`: a push from the shell."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from gangmu.control.intake.actions import commit, prepare, process, upload
from gangmu.control.intake.models import Batch, Slot
from gangmu.control.intake.queries import ROW_COLUMNS, batch_in, ledger_of, rows_out
from gangmu.control.intake.rules import Problem, explain
from gangmu.control.intake.rules.problems import field_name
from gangmu.ground.incidents.queries import incident_for_push
from gangmu.ground.organization.queries import push_clerk
from gangmu.kernel.scope import Actor, Scope, entered

NO_FOLDER = "no such folder, or not writable; nothing was pushed.\n没有该目录，或不能写入；没有推送。"
NO_CLERK = "There is no push clerk to act as; give one with --user.\n没有可代办的推送员；请用 --user 指定。"
NO_INCIDENT = "Which incident? Give its code with --incident.\n不知道属于哪个事件；请用 --incident 指定代码。"
UNSURE = (
    "The columns are not known well enough; map them once on the push page:\n"
    "列名不够明确；请在推送页面核对一次，以后自动使用："
)


class Command(BaseCommand):
    """Reads, checks, folds, matches and assigns a file, and prints its ledger."""

    help = "Push a file of names into a slot and print the ledger."
    requires_system_checks = ()  # a push needs no page; `gangmu check` runs them

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--slot", default="urgent", choices=Slot.Name.values, help="default: urgent")
        parser.add_argument(
            "--incident", default="", help="code of the incident (default: the one open incident)"
        )
        parser.add_argument("--user", default="", help="push clerk to act as (default: the city's)")
        parser.add_argument("--dry-run", action="store_true", help="settle everything, then take it all back")
        parser.add_argument("--json", action="store_true", help="print the ledger as JSON")
        parser.add_argument(
            "--rows-out", type=Path, help="write one line per spreadsheet row to this CSV file"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Push in three transactions, like a clerk at the page; or in one that is taken back (--dry-run)."""
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        if (rows := options["rows_out"]) and not (rows.parent.is_dir() and os.access(rows.parent, os.W_OK)):
            raise CommandError(f"{rows}: {NO_FOLDER}")
        with entered(Scope.system("push from the shell")):
            actor = push_clerk(options["user"])
            if actor is None:
                raise CommandError(NO_CLERK)
        if options["dry_run"]:
            with entered(Scope.of(actor)):
                self.report(actor, self.settle(actor, data, options), options)
                transaction.set_rollback(True)
        else:
            batch_id = self.settle(actor, data, options)
            with entered(Scope.of(actor)):
                self.report(actor, batch_id, options)

    def settle(self, actor: Actor, data: bytes, options: dict[str, Any]) -> int:
        """Upload, read, commit and settle; returns the batch's id. A batch that is already settled stays so."""
        scope = Scope.of(actor)
        with entered(scope):
            incident = incident_for_push(options["incident"])
            if incident is None:
                raise CommandError(NO_INCIDENT)
            batch_id = upload(actor, uuid4(), incident, options["slot"], options["file"].name, data)
            batch = batch_in(scope, batch_id)
            if batch.status in ("uploaded", "ready"):
                batch = prepare(actor, batch, unattended=True)
            self.refuse_unreadable(batch)
            if batch.status == "ready":
                commit(actor, uuid4(), batch)
        with entered(scope):
            process(actor, batch_id)
        return batch_id

    def refuse_unreadable(self, batch: Batch) -> None:
        """Stop with the problem of a file that cannot be read or whose columns nobody knows."""
        if batch.problem:
            found = batch.problem
            problem = Problem("file", found["code"], found["value"], tuple(tuple(p) for p in found["params"]))
            raise CommandError(explain(problem, "en") + "\n" + explain(problem, "zh"))
        if batch.status == "uploaded":
            columns = (f"  {g['header']!r}: {_meant(g)}" for g in batch.preview["guesses"])
            raise CommandError("\n".join([UNSURE, *columns]))

    def report(self, actor: Actor, batch_id: int, options: dict[str, Any]) -> None:
        """Print the ledger, and write the rows if asked."""
        scope = Scope.of(actor)
        ledger = ledger_of(scope, batch_id)
        if options["rows_out"]:
            with options["rows_out"].open("w", newline="", encoding="utf-8") as out:
                writer = csv.writer(out)
                writer.writerow(ROW_COLUMNS)
                writer.writerows(rows_out(scope, batch_id))
        if options["json"]:
            json.dump(ledger, sys.stdout)
            self.stdout.write("")
            return
        parts = " + ".join(f"{value} {name}" for name, value in ledger.items() if name != "received")
        self.stdout.write(f"received {ledger['received']} = {parts}")


def _meant(guess: dict[str, Any]) -> str:
    """What a column may hold, in both languages."""
    if not guess["field"]:
        return "?"
    names = (field_name(guess["field"], language) for language in ("zh", "en"))
    return f"{' '.join(names)} ({guess['confidence']:.0%})"
