"""Whole pushes, from the bytes of a file to tasks with all constraints checked, beside the COPY of the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from uuid import uuid4

from django.db import transaction

from bench.table import Figure, medians
from gangmu.config import roles
from gangmu.control.intake import actions
from gangmu.control.intake.queries import batch_in
from gangmu.ground.incidents.queries import incident_for_push
from gangmu.ground.organization.queries import push_clerk
from gangmu.ground.territory.queries import address_index
from gangmu.kernel.bulk import copy_rows, run, stage
from gangmu.kernel.scope import Scope, entered
from gangmu.twin.push_files import as_csv, city_writer, layout, table


def figures(quick: bool) -> Iterator[Figure]:
    """A push of 20,000 rows and one of 200,000; every push is taken back."""
    for size, rounds in ((2_000, 1),) if quick else ((20_000, 3), (200_000, 3)):
        push, copy = medians(rounds, lambda number, size=size: _round(size, number))
        yield Figure(
            f"push of {size:,} rows, CSV", size / push, "rows/s", size / copy, "COPY of them", 10_000
        )


def _round(size: int, seed: int) -> tuple[float, float]:
    """Seconds of a push of `size` rows and of the COPY of them; what an earlier one has left behind is cleared away."""
    with roles.connect("admin") as connection:
        connection.execute("VACUUM")
    header, rows = table(layout("big_data_push"), [entry for entry, _ in city_writer(seed).rows(size)])
    lines = list(rows)
    data = as_csv(header, lines)
    with entered(Scope.system("bench")):
        actor, incident = push_clerk(), incident_for_push()
        address_index()
    assert actor is not None and incident is not None  # the bench's own city has both
    scope = Scope.of(actor)
    with transaction.atomic():
        began = time.perf_counter()
        with entered(scope):
            batch = batch_in(scope, actions.upload(actor, uuid4(), incident, "urgent", "bench.csv", data))
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
