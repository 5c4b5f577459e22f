"""`gangmu seals listen|ingest|simulate`: the broker's listener; settle what waits; play devices over HTTP."""

from __future__ import annotations

import random
import signal
from datetime import timedelta
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.control.seals.actions import ingest, take_in
from gangmu.control.seals.queries import serials
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.seals import mqtt
from gangmu.partners.seals.fake import FakeCloud, a_day, cloud_message

MOST = 2_000  # messages that a simulation sends


class Command(BaseCommand):
    """Listening is a process of its own; simulating is bounded, and for demonstrations and drills."""

    help = "Listen to a broker of door seals, settle what they said, or play some."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("act", choices=("listen", "ingest", "simulate"))
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="simulate: where Gangmu answers")
        parser.add_argument("--messages", type=int, default=100, help=f"simulate: at most {MOST:,}")
        parser.add_argument("--late", type=float, default=0.0, help="simulate: this share comes hours late")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; listening lasts until SIGTERM or Ctrl-C."""
        if options["act"] == "listen":
            self._listen()
        elif options["act"] == "ingest":
            done = ingest(Scope.system("seals").actor)
            self.stdout.write(f"{done.messages} messages, {done.new} new events, {done.unread} not read")
        else:
            self._simulate(options)

    def _listen(self) -> None:
        if not settings.SEALS["broker"]:
            raise CommandError("No broker: set GANGMU_SEALS_BROKER to mqtt://user:password@host:port.")
        stop = Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())

        def store(arrived: list[mqtt.Arrived]) -> None:
            with entered(Scope.system("seals heard")) as scope:
                take_in(scope.actor, ((mqtt.VENDOR, one.topic, one.payload) for one in arrived))

        mqtt.Listener(settings.SEALS["broker"], settings.SEALS["client_id"]).run(store, stop)

    def _simulate(self, options: dict[str, Any]) -> None:
        if not settings.SEALS["token"]:
            raise CommandError("No token: set GANGMU_SEALS_TOKEN as the running Gangmu has it.")
        with entered(Scope.system("seals simulated")) as scope:
            found = serials(scope, "onenet", 500)
        if not found:
            raise CommandError("No device of the cloud is on a door: the demo city has some (make run).")
        cloud = FakeCloud(f"{options['url']}/api/v1/seals/onenet", settings.SEALS["token"])
        if not cloud.shake_hands():
            raise CommandError(f"{cloud.url} does not shake hands: another token, or nobody is there.")
        chance, now = random.Random(options["seed"]), clock.now()  # noqa: S311  (a drill, no secret)
        sent, most = 0, min(options["messages"], MOST)
        for report in a_day(found, now, options["seed"], hours=0.2):
            shift = timedelta(hours=5) if chance.random() < options["late"] else timedelta()
            cloud.push([cloud_message(*(one._replace(at=one.at - shift) for one in report))])
            sent += 1
            if sent >= most:
                break
        cloud.again()
        self.stdout.write(f"{sent} messages sent, {len(cloud.left)} not taken")
