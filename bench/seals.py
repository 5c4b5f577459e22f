"""Door seals that all report at once: stored messages become events, verdicts, alarms; beside the COPY of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from bench.table import Figure, medians
from gangmu.control.seals import actions
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run, stage
from gangmu.kernel.scope import Scope, entered, tell
from gangmu.kernel.sqlfiles import statements
from gangmu.partners.seals.fake import Said, cloud_message

SQL = statements(Path(__file__).with_suffix(".sql"))
EVENT = ("device_id", "binding_id", "kind", "at", "arrived_at", "key", "area")


MADE = ("begin", "person", "order", "decided", "running", "devices", "bindings", "bound", "end")


def figures(quick: bool) -> Iterator[Figure]:
    """Fifty thousand doors open and shut within a minute; everything is taken back."""
    doors, rounds = (5_000, 1) if quick else (50_000, 3)
    with transaction.atomic(), entered(Scope.system("bench")):
        with bulk_role():
            tell(move="", reason="")
            for step in MADE:
                run(SQL[step], {"doors": doors, "now": clock.now() - timedelta(days=1)})
        settled, copied = medians(rounds, lambda _number: _round(doors))
        transaction.set_rollback(True)
    yield Figure(
        f"{doors:,} seals open and shut at once, judged", 2 * doors / settled, "events/s", 2 * doors / copied,
        "COPY of the events", 5_000,
    )  # fmt: skip


def _round(doors: int) -> tuple[float, float]:
    """Seconds from stored messages to judged events, and of the COPY of those events."""
    system, now = Scope.system("bench").actor, clock.now()
    with transaction.atomic():
        said = [
            Said(f"BENCH-{n}", "doorcontact_state", state, at)
            for state, at in ((True, now - timedelta(seconds=50)), (False, now - timedelta(seconds=20)))
            for n in range(doors)
        ]
        actions.take_in(system, (("onenet", "", json.dumps(cloud_message(one)).encode()) for one in said))
        began = time.perf_counter()
        actions.ingest(system)
        with clock.at(clock.now() + timedelta(seconds=5)):
            actions.ingest(system)
        settled = time.perf_counter() - began
        with bulk_role():
            rows = fetch(SQL["events"])
            if len(rows) != 2 * doors or fetch(SQL["alarms"]) != [(doors,)]:
                raise RuntimeError("events were lost or doubled")
            stage("bare", "device_id bigint, binding_id bigint, kind text, at timestamptz, arrived_at timestamptz,"
                  " key text, area bigint")  # fmt: skip
            began = time.perf_counter()
            copy_rows("bare", EVENT, rows)
            copied = time.perf_counter() - began
        transaction.set_rollback(True)
    return settled, copied
