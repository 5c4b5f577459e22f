"""`gangmu twin build`: a whole city of people who do not exist; `gangmu twin day`: a day of it, rehearsed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.config import database
from gangmu.twin import building, demo, history
from gangmu.twin.day import telling
from gangmu.twin.day.doors import Push
from gangmu.twin.day.huizhou import demo_city
from gangmu.twin.day.parameters import SHIPPED, entries, load
from gangmu.twin.day.plot import draw
from gangmu.twin.day.rehearsal import Case, Rehearsal


def _push(text: str) -> Push:
    at, equals, rows = text.partition("=")
    if not (equals and rows.replace("_", "").isdecimal() and 0 < int(rows) <= 1_000_000):
        raise ValueError
    return Push(telling.minute_of(at), int(rows))


class Command(BaseCommand):
    """Builds the city (stopped and started again with the same numbers it continues), or rehearses a day."""

    help = "Build the whole city at any size, in an empty database; or rehearse a day of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """The two verbs and their options."""
        verbs = parser.add_subparsers(dest="what", required=True)
        build = verbs.add_parser("build", help="build the city; continues a build that was cut off")
        build.add_argument("--people", type=int, default=6_070_000)
        build.add_argument("--tasks", type=int, default=0, help="tasks of the last thirty days; 0: no past")
        build.add_argument("--open", type=int, help="how many of them are open; default: 3 in 100")
        day = verbs.add_parser("day", help="simulate a day: when is the last report released?")
        day.add_argument("--push", type=_push, action="append", metavar="18:00=30000", help="may be repeated")
        day.add_argument("--trios", type=int, default=1524, help="how many are on; villages in need first")
        day.add_argument("--runs", type=int, default=50)
        day.add_argument(
            "--by", type=telling.minute_of, metavar="22:00", help="how many trios must be on for it?"
        )
        day.add_argument("--certainty", type=float, default=0.95, help="share of the runs that end in time")
        day.add_argument("--share", type=float, default=1.0, help="of the doors, to be released by then")
        day.add_argument("--parameters", type=Path, default=SHIPPED, help="a copy of data/day.toml")
        day.add_argument("--plot", type=Path, help="write a picture (PNG or SVG)")
        live = day.add_argument_group(
            "live", "the same day against a running instance, whose books are compared"
        )
        live.add_argument(
            "--live", metavar="URL", help="drive the demo instance at this address, on its database"
        )
        live.add_argument("--speed", type=float, default=0.0, help="minutes in a minute; 0: nobody waits")
        live.add_argument("--clients", type=int, default=12, help="requests under way at most")
        for verb in (build, day):
            verb.add_argument("--seed", type=int, default=1)
            verb.add_argument("--jobs", type=int, default=2, help="processes that work")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one or the other."""
        if options["what"] == "build":
            self._build(options)
        elif options["live"]:
            self._live(options)
        else:
            self._day(options)

    def _day(self, options: dict[str, Any]) -> None:
        for name in ("certainty", "share"):
            if not 0 < options[name] <= 1:
                raise CommandError(f"--{name} {options[name]}: a share between 0 and 1")
        if options["runs"] < 1 or options["jobs"] < 1:
            raise CommandError("--runs and --jobs: at least 1")
        by, certainty, share = options["by"], options["certainty"], options["share"]
        pushes = tuple(options["push"] or [Push(18 * 60.0, 30_000)])
        try:
            found, known = entries(options["parameters"]), load(options["parameters"])
            case = Case(demo_city(), pushes, known, options["seed"])
            with Rehearsal(case, options["runs"], options["jobs"]) as rehearsal:
                self._lines(telling.beginning(case, options["runs"]))
                outcomes = [rehearsal.outcome(rehearsal.villages_for(options["trios"]))]
                self._lines(telling.plan(outcomes[0], certainty, by, share))
                if by is not None:
                    least = rehearsal.fewest(by, certainty, share)
                    outcomes.append(rehearsal.outcome(rehearsal.most if least is None else least))
                    self._lines(telling.plan(outcomes[1], certainty, by, share))
                    reached = None if least is None else outcomes[1]
                    self._lines(telling.answer(reached, outcomes[1], case.ground, by, certainty, share))
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        self._lines(("What this rests on:", *telling.assumptions(found, known)))
        if options["plot"]:
            try:
                draw(outcomes, by, certainty, share, telling.title(case, options["runs"]), options["plot"])
            except ModuleNotFoundError as missing:
                raise CommandError("--plot needs matplotlib: run `make setup`.") from missing

    def _live(self, options: dict[str, Any]) -> None:
        if not settings.DEMO:
            raise CommandError("Invented people exist in demo mode only: set GANGMU_DEMO=1.")
        if options["speed"] < 0 or options["clients"] < 1:
            raise CommandError("--speed is not below 0, --clients at least 1")
        try:
            from gangmu.twin.day.live.replay import replay
        except ModuleNotFoundError as missing:
            raise CommandError("--live needs httpx: run `make setup`.") from missing
        pushes = options["push"] or [Push(18 * 60.0, 300)]
        try:
            differences = replay(
                options["live"], demo_city(), pushes, load(options["parameters"]), options["seed"],
                options["speed"], options["clients"], self._say,
            )  # fmt: skip
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        self._lines(differences)
        if differences:
            raise CommandError(f"{len(differences)} differences between the twin's book and the instance's.")
        self._say("The ledger, the facts, the tasks, the feed and the twin's own book agree to the last row.")

    def _lines(self, lines: Any) -> None:
        for line in lines:
            self._say(line)

    def _build(self, options: dict[str, Any]) -> None:
        """Build, and show how far it is."""
        if not settings.DEMO:
            raise CommandError("Invented people exist in demo mode only: set GANGMU_DEMO=1.")
        self._began, self._shown = (0.0, 0), -1
        began = time.monotonic()
        people, tasks = options["people"], options["tasks"]
        try:
            self._keep({"people": people, "seed": options["seed"]})
            demo.load(self._say, people, options["seed"], options["jobs"], self._show)
            self._since = time.monotonic()
            self._worked(history.work(tasks, options["open"] or tasks * 3 // 100, people, self._step))
        except (building.NotEmpty, ValueError) as wrong:
            raise CommandError(f"{wrong}. Remedy: set GANGMU_DATABASE to a new name.") from wrong
        self._say(f"全部 the whole city: {time.monotonic() - began:.0f} s")

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
        if done == total:
            self.stderr.write("Now their indexes and references, which takes about a third as long.")
