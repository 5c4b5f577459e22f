"""`gangmu incident CODE --pack mosquito --area 4413 --basis … --organ …`: nothing is collected before this."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gangmu.doors.texts import refusal_text
from gangmu.ground.incidents.actions import NewIncident, open_incident
from gangmu.ground.incidents.queries import packs
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered


class Command(BaseCommand):
    """Opens an incident under the newest version of its pack; the same code again changes nothing."""

    help = "Open an incident: what data is collected for, on which basis, by whose decision."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("code")
        parser.add_argument("--name", default="", help="what it is called (default: its code)")
        parser.add_argument("--pack", required=True, choices=sorted({code for code, _ in packs()}))
        parser.add_argument(
            "--area", default="441300", help="code of the division or zone (default: the city)"
        )
        parser.add_argument("--basis", required=True, help="legal basis, printed on every notice")
        parser.add_argument("--organ", required=True, help="the organ that decided")
        parser.add_argument("--drill", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, or say what is missing."""
        area = options["area"]
        with entered(Scope.system("shell")) as scope:
            unit = unit_by_code(area.ljust(12, "0") if area.isdigit() else area)
            if unit is None:
                raise CommandError(f"--area {area}: not the code of a division or zone.")
            new = NewIncident(
                options["code"], options["name"] or options["code"], options["pack"], unit.jurisdiction,
                options["basis"], options["organ"], options["drill"],
            )  # fmt: skip
            try:
                incident = open_incident(scope.actor, new)
            except Refused as refused:
                raise CommandError(refusal_text(refused)) from refused
        self.stdout.write(f"{incident.code}: {incident.name}, {incident.pack} {incident.pack_version}")
