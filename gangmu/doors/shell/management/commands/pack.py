"""`gangmu pack check|diff|explain|add`: protocol packs as a city's staff looks at them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.casework.queries import concerns, people_by_category
from gangmu.control.isolation.models import Order, PlanDay
from gangmu.control.isolation.queries import changes_of, orders_of_person, plan_of, touched_by
from gangmu.doors.texts import refusal_text
from gangmu.doors.wordings.packs import HOWS, STRICTER, TRANSITIONS
from gangmu.ground.incidents.actions import add_edition
from gangmu.ground.incidents.queries import incident_by_code, newest_pack, pack_named, pack_of, packs
from gangmu.ground.incidents.rules import Day, Measure, Pack, UnsoundPack, differences, parse_pack, stricter
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered


class Command(BaseCommand):
    """Check packs, compare two, say what one asks of a person day by day, keep one of the city's own."""

    help = "Check, compare, explain or add protocol packs. A pack is a file, CODE@VERSION, or CODE for its newest."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        action = parser.add_subparsers(dest="action", required=True)
        check = action.add_parser(
            "check", help="name every mistake, and where a local pack is stricter than its own"
        )
        check.add_argument("packs", nargs="*", help="none: every pack that is shipped")
        diff = action.add_parser("diff", help="what differs, and whom a change would touch")
        diff.add_argument("old")
        diff.add_argument("new")
        diff.add_argument(
            "--incident", default="", help="code of an incident: count the people it would touch"
        )
        explain = action.add_parser("explain", help="what a person owes day by day, and why")
        explain.add_argument(
            "person", nargs="?", type=int, help="id of the person; or name a category instead"
        )
        explain.add_argument("--category", default="")
        explain.add_argument("--pack", default="", help="another pack than that of the incident")
        explain.add_argument("--since", type=date.fromisoformat, help="day of the event that is counted from")
        add = action.add_parser("add", help="keep a pack of the city's own")
        add.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit status 1 for what is unsound, unknown or refused."""
        getattr(self, f"_{options['action']}")(options)

    def _check(self, options: dict[str, Any]) -> None:
        unsound = 0
        names = options["packs"] or [f"{code}@{version}" for code, version in sorted(packs())]
        for name in names:
            try:
                pack = chosen(name)
            except UnsoundPack as wrong:
                unsound += 1
                for place, what in wrong.problems:
                    self.stderr.write(f"{name}: {place}: {what}")
                continue
            counts = (
                f"{len(pack.categories)} categories, {len(pack.measures)} measures, {len(pack.zones)} zones"
            )
            self.stdout.write(f"{name}: {pack.code} {pack.version} is sound ({counts})")
            if pack.extends:
                self._warn(chosen(pack.extends), pack)
        if unsound:
            raise CommandError(f"{unsound} of {len(names)} packs must not be used.")

    def _warn(self, base: Pack, local: Pack) -> None:
        for found in stricter(base, local):
            values = f"{found.pack} → {found.local}" if found.pack is not None else f"{found.local}"
            self.stdout.write(f"  stricter than {base.key}: {found.place} {STRICTER[found.code]} ({values})")

    def _diff(self, options: dict[str, Any]) -> None:
        old, new = chosen(options["old"]), chosen(options["new"])
        for change in differences(old, new):
            self.stdout.write(f"{change.place}: {brief(change.old)} → {brief(change.new)}")
        self._warn(old, new)
        rule = new.transition_from(old)
        self.stdout.write(f"People under {old.key}: {TRANSITIONS[rule.rule if rule else None]}")
        if options["incident"]:
            with entered(Scope.system("shell")) as scope:
                self._touched(scope, options["incident"], old, new)

    def _touched(self, scope: Scope, code: str, old: Pack, new: Pack) -> None:
        """Whom a change would touch: people with open tasks by category, people under an order by how it fares."""
        incident = incident_by_code(code)
        if incident is None:
            raise CommandError(f"--incident {code}: there is none.")
        people = people_by_category(scope, incident)
        for category, n in people.items():
            before, after = old.measure_for(category), new.measure_for(category)
            self.stdout.write(f"  {category}: {n} people, {length(before)} → {length(after)} days")
        self.stdout.write(f"  {sum(people.values())} people of {code} are touched")
        rule = new.transition_from(old)
        for one in touched_by(scope, incident, new, rule.rule) if rule else ():
            how, _tone = HOWS[one.how]
            self.stdout.write(
                f"  order {one.order.pk}: {one.order.planned_end or '–'} → {one.end or '–'}, {how}"
            )

    def _explain(self, options: dict[str, Any]) -> None:
        since = {"": options["since"]} if options["since"] else {}
        if options["person"] is None:
            if not (options["category"] and options["pack"] and since):
                raise CommandError("Name a person, or --category, --pack and --since.")
            self._days(chosen(options["pack"]), options["category"], since)
            return
        with entered(Scope.system("shell")) as scope:
            orders = orders_of_person(scope, options["person"])
            for order in orders if not (options["pack"] or since) else ():
                self._ordered(scope, order)
            under = {order.incident_id for order in orders} if not (options["pack"] or since) else set()
            found = concerns(scope, options["person"])
        if not (found or under):
            raise CommandError(f"person {options['person']}: no task names him, and no order.")
        for case in found:
            if case.incident.pk not in under:
                self.stdout.write(f"{case.incident.code}: {case.category}")
                pack = chosen(options["pack"]) if options["pack"] else pack_of(case.incident)
                self._days(pack, options["category"] or case.category, since or case.anchors)

    def _ordered(self, scope: Scope, order: Order) -> None:
        """An order as it stands: who decided what, then each day by the rules that hold on it, and what has come."""
        pack = pack_named(order.pack, order.pack_version)
        measure = pack.measure_for(order.category)
        self.stdout.write(f"{order.incident.code}: {order.category}, order {order.pk}, {order.status}")
        if measure is None or order.anchor is None:
            self.stdout.write(f"  proposed by {pack.key}; nothing is owed before a human decides")
            return
        why = f"{measure.name} ({measure.english}), from {measure.anchor} on {order.anchor}; {measure.source}"
        self.stdout.write(f"  decided by {order.organ}: {why}")
        if order.because:
            self.stdout.write(f"  it differs from the rules because: {order.because}")
        for change in reversed(changes_of(scope, order)):
            self.stdout.write(
                f"  changed ({change.why}): {change.end_before} → {change.end_after}, {change.reason}"
            )
        for day, owes in plan_of(scope, order):
            done = f"{owes.measured}/{owes.temperatures} measured, {owes.called}/{owes.visits} visited"
            tested = "" if not owes.test else ", tested" if owes.tested else ", not tested"
            self.stdout.write(
                f"  {day.on}  day {day.number:>2}  {day.level}: {owed(day)}  [{done}{tested}]  {day.rules}"
            )
        self.stdout.write(
            f"  {order.planned_end}  may be lifted at its end{settled(measure)}; a human decides"
        )

    def _add(self, options: dict[str, Any]) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8")
            with entered(Scope.system("shell")) as scope:
                kept = add_edition(scope.actor, text)
        except (OSError, UnicodeDecodeError, UnsoundPack) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except Refused as refused:
            raise CommandError(refusal_text(refused)) from refused
        self.stdout.write(f"{kept}: kept")
        pack = parse_pack(text)
        if pack.extends:
            self._warn(chosen(pack.extends), pack)

    def _days(self, pack: Pack, category: str, anchors: dict[str, date]) -> None:
        measure = pack.measure_for(category)
        if measure is None:
            self.stdout.write(f"  {pack.key} asks nothing of this category.")
            return
        why = f"{pack.key}, {measure.name} ({measure.english}), from the day of {measure.anchor}; {measure.source}"
        self.stdout.write(f"  {why}")
        anchor = anchors.get("") or anchors.get(measure.anchor)
        if anchor is None:
            self.stdout.write(f"  The day of {measure.anchor} is not known: give it with --since.")
            return
        names = {level.code: f"{level.name} {level.english}" for level in pack.levels}
        for day in pack.days(measure, anchor):
            self.stdout.write(f"  {day.on}  day {day.number:>2}  {names[day.level]}: {owed(day)}")
        last = pack.days(measure, anchor)[-1].on
        self.stdout.write(f"  {last}  may be lifted at its end{settled(measure)}; a human decides")


def chosen(name: str) -> Pack:
    """A pack from a file, `code@version` or a code (its newest version). Raises UnsoundPack for an unsound file."""
    if Path(name).suffix == ".toml":
        try:
            return parse_pack(Path(name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{name}: {error}") from error
    code, _at, version = name.partition("@")
    try:
        return pack_named(code, version) if version else newest_pack(code)
    except KeyError:
        shipped = ", ".join(sorted(f"{c}@{v}" for c, v in packs()))
        raise CommandError(f"{name}: no such pack. Shipped: {shipped}") from None


def brief(value: Any) -> str:
    """A value of a pack in a few words."""
    if isinstance(value, dict):
        return str(value.get("name") or value.get("text") or value.get("since") or value)
    return "–" if value is None else str(value)


def length(measure: Measure | None) -> str:
    """The days of a measure, – for none."""
    return str(measure.days) if measure else "–"


def owed(day: Day | PlanDay) -> str:
    """What is owed on a day."""
    parts: Iterable[tuple[int, str]] = (
        (int(day.test), "test"),
        (day.temperatures, "temperature"),
        (day.visits, "visit"),
    )
    return ", ".join(f"{n} × {what}" if n > 1 else what for n, what in parts if n) or "nothing"


def settled(measure: Measure) -> str:
    """What must be true besides the days."""
    return f" if {' and '.join(measure.settled)}" if measure.settled else ""
