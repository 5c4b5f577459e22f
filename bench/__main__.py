"""`python -m bench [--quick]`: how fast a push is, beside the COPY of the same bytes on the same machine.

Runs on the demo city of this installation; every push is taken back, so nothing is kept.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import median
from uuid import uuid4

import django

ROUNDS = 3


def main() -> None:
    """Print one line per size: rows per second of the push, of the raw COPY, and their ratio."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.config.settings")
    os.environ.setdefault("GANGMU_DEMO", "1")
    from gangmu.config import database, postgres

    lease = postgres.ensure_running()
    try:
        database.prepare(lambda said: sys.stderr.write(f"bench: {said}\n"), demo=True)
        django.setup()
        sizes, rounds = ((2_000,), 1) if "--quick" in sys.argv else ((20_000, 200_000), ROUNDS)
        sys.stdout.write(f"{'push':>10} {'rows/s':>10} {'COPY rows/s':>12} {'ratio':>7}\n")
        for size in sizes:
            measured = [_round(size, seed) for seed in range(1, rounds + 1)]
            push, copy = (median(values) for values in zip(*measured, strict=True))
            sys.stdout.write(f"{size:>10} {size / push:>10.0f} {size / copy:>12.0f} {push / copy:>7.1f}\n")
    finally:
        lease.release()


def _round(size: int, seed: int) -> tuple[float, float]:
    """Seconds of a push of `size` rows from bytes to tasks with its constraints checked, and of the COPY of them."""
    from django.db import transaction

    from gangmu.control.intake import actions
    from gangmu.control.intake.queries import batch_in
    from gangmu.ground.incidents.queries import incident_for_push
    from gangmu.ground.organization.queries import push_clerk
    from gangmu.ground.territory.queries import address_index
    from gangmu.kernel.bulk import copy_rows, run, stage
    from gangmu.kernel.scope import Scope, entered
    from gangmu.twin.push_files import as_csv, city_writer, layout, table

    header, rows = table(layout("big_data_push"), [entry for entry, _ in city_writer(seed).rows(size)])
    lines = list(rows)
    data = as_csv(header, lines)
    with entered(Scope.system("bench")):
        actor, incident = push_clerk(), incident_for_push()
        address_index()
    if actor is None or incident is None:
        raise SystemExit("bench: the demo city is not loaded")
    scope = Scope.of(actor)
    with transaction.atomic():
        began = time.perf_counter()
        with entered(scope):
            batch = batch_in(
                scope, actions.upload(actor, uuid4(), incident, "urgent", Path("b.csv").name, data)
            )
            actions.commit(actor, uuid4(), actions.prepare(actor, batch, unattended=True))
            actions.process(actor, batch.pk)
        run("SET CONSTRAINTS ALL IMMEDIATE")
        push = time.perf_counter() - began
        transaction.set_rollback(True)
    with transaction.atomic():
        stage("raw", ", ".join(f"c{n} text" for n in range(len(header))))
        began = time.perf_counter()
        copy_rows("raw", [f"c{n}" for n in range(len(header))], lines)
        return push, time.perf_counter() - began


if __name__ == "__main__":
    main()
