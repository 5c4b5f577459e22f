"""`gangmu twin build --people 6_070_000`: a whole city of people who do not exist."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.config import database
from gangmu.twin import building, demo, history


class Command(BaseCommand):
    """Builds the city; stopped and started again with the same numbers it continues."""

    help = "Build the whole city at any size, in an empty database; continues a build that was cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("what", choices=("build",))
        parser.add_argument("--people", type=int, default=6_070_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--jobs", type=int, default=2, help="processes that make and load residents")
        parser.add_argument("--tasks", type=int, default=0, help="tasks of the last thirty days; 0: no past")
        parser.add_argument("--open", type=int, help="how many of them are open; default: 3 in 100")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and show how far it is."""
        if not settings.DEMO:
            raise CommandError("Invented people exist in demo mode only: set GANGMU_DEMO=1.")
        self._began, self._shown = (0.0, 0), -1
        self._since = time.monotonic()
        people, tasks = options["people"], options["tasks"]
        try:
            self._keep({"people": people, "seed": options["seed"]})
            demo.load(self._say, people, options["seed"], options["jobs"], self._show)
            self._worked(history.work(tasks, options["open"] or tasks * 3 // 100, people, self._step))
        except (building.NotEmpty, ValueError) as wrong:
            raise CommandError(f"{wrong}. Remedy: set GANGMU_DATABASE to a new name.") from wrong

    def _keep(self, plan: dict[str, int]) -> None:
        """Note what is built, so that a build is continued with the same numbers only."""
        known = database.notes()
        if known.setdefault("twin", plan) != plan:
            raise ValueError(f"this database holds the twin {known['twin']}, not {plan}")
        database.note(known)

    def _step(self, name: str) -> None:
        """Tell how long the step before took, and which begins."""
        now = time.monotonic()
        self.stderr.write(f"  {now - self._since:6.1f} s, then {name[:100]}")
        self._since = now

    def _worked(self, tasks: int) -> None:
        if tasks:
            self._say(f"三十天的任务 tasks of thirty days: {tasks:,}\n")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _show(self, done: int, total: int) -> None:
        if not self._began[0]:
            self._began = (time.monotonic(), done)
        if (percent := done * 100 // total) == self._shown:
            return
        self._shown = percent
        began, before = self._began
        rate = (done - before) / (time.monotonic() - began + 0.001)
        bar = f"{'#' * (done * 30 // total):<30}"
        end = "\n" if done == total or not self.stderr.isatty() else "\r"
        self.stderr.write(f"[{bar}] {done:,} of {total:,} persons, {rate:,.0f} a second", ending=end)
