"""`gangmu roster benchmark FILE --seconds 60`: solve a public instance and print its objective last."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.ground.duty.rules import Progress, Result, solve
from gangmu.ground.duty.rules.curtois import Instance, UnreadableInstance, judge, read, to_problem


class Command(BaseCommand):
    """Measures the roster solver, without a database."""

    help = "Solve a shift-scheduling instance of Curtois and Qu; the last line is its objective."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("action", choices=["benchmark"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--seconds", type=float, default=60.0, help="time to solve, reading included")
        parser.add_argument("--workers", type=int, default=2, help="threads")
        parser.add_argument("--out", type=Path, help="file for the roster: person,day,shift")

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress to standard error; what was found to standard output; exit status 1 if a rule is broken."""
        began = time.monotonic()
        path: Path = options["file"]
        try:
            instance = read(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, UnreadableInstance) as error:
            raise CommandError(f"{path}: {error}") from error
        left = options["seconds"] - (time.monotonic() - began)
        result = solve(to_problem(instance), left, options["workers"], self.progress)
        objective, broken = judge(instance, result.assignments)
        if options["out"]:
            lines = (f"{one.person},{one.day},{one.shift}\n" for one in result.assignments)
            options["out"].write_text("person,day,shift\n" + "".join(lines), encoding="utf-8")
        self.told(path, instance, result)
        if broken:
            raise CommandError("The roster breaks rules:\n" + "\n".join(broken))
        self.stdout.write(str(objective))

    def told(self, path: Path, instance: Instance, result: Result) -> None:
        """What was solved, and how well."""
        self.stdout.write(
            f"{path.name}: {len(instance.staff)} people, {instance.days} days, {len(instance.shifts)} shifts"
        )
        terms = ", ".join(f"{name} {cost}" for name, cost in result.terms.items() if cost)
        bound = "none" if result.bound is None else result.bound
        self.stdout.write(
            f"{result.status} in {result.seconds:.1f} s ({result.processor:.1f} s of processor), bound {bound}: {terms}"
        )

    def progress(self, now: Progress) -> bool:
        """A better roster; whoever started this waits for it."""
        self.stderr.write(f"{now.seconds:6.1f} s  {now.objective}")
        return True
