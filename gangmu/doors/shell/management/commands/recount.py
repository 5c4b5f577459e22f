"""`gangmu recount`: count all tasks anew, and put right what boards and home pages say of them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gangmu.casework.actions import recount_tally
from gangmu.kernel.scope import Scope, entered


class Command(BaseCommand):
    """Proves the tally of tasks; nobody needs to stop working meanwhile."""

    help = "Count all tasks anew; prints what the counts of boards were wrong about, after putting it right."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line per grid and incident that was wrong: what was missing, negative for too much."""
        with entered(Scope.system("recount")) as scope:
            wrong = recount_tally(scope.actor)
        for line in wrong:
            missing = {
                name: n for name, n in line.items() if n and name not in ("area", "incident_id", "day")
            }
            numbers = ", ".join(f"{name} {n:+}" for name, n in missing.items())
            self.stdout.write(f"{line['area']:018d}, incident {line['incident_id']}: {numbers}")
        self.stdout.write(f"{len(wrong)} corrected." if wrong else "The counts agree with the tasks.")
