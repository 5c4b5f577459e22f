"""Sampling at full size: registrations one by one, results of 600,000 tubes in one list, a look at the coverage."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from bench.table import Figure
from gangmu.control.sampling import actions
from gangmu.control.sampling.actions import Scan
from gangmu.control.sampling.models import Round
from gangmu.control.sampling.queries import covered
from gangmu.control.sampling.rules.codes import person_code
from gangmu.control.sampling.rules.lists import Line
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run, stage
from gangmu.kernel.scope import Scope, entered, tell
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).with_suffix(".sql"))
EVERYBODY = replace(
    Scope.system("bench").actor, roles=frozenset({"leader", "medic"})
)  # who plans and who scans
SLICE = 50_000  # tubes of one statement while the round is made


def figures(quick: bool) -> Iterator[Figure]:
    """A round of the demo city, then of ten made-up people for each tube. Everything is taken back."""
    tubes, scans = (20_000, 200) if quick else (600_000, 2_000)
    with transaction.atomic(), entered(Scope.system("bench")) as scope:
        began = time.perf_counter()
        one, people = _round()
        drawn = time.perf_counter() - began
        yield Figure(
            f"a round of {people:,} opened: who must be sampled is drawn", people / drawn, "persons/s"
        )
        began = time.perf_counter()
        yield from _registered(one, scans)
        _filled(one, tubes)
        codes = [(code,) for (code,) in fetch(SQL["codes"], {"round": one.pk})]
        stage("bare", "row int, code text, value text, at timestamptz")
        now = clock.now()
        began = time.perf_counter()
        copy_rows(
            "bare",
            ("row", "code", "value", "at"),
            ((n, code, "negative", now) for n, (code,) in enumerate(codes)),
        )
        copied = time.perf_counter() - began
        lines = [Line(n, code, "positive" if n == 7 else "negative", now) for n, (code,) in enumerate(codes)]
        began = time.perf_counter()
        done = actions.receive_results(scope.actor, uuid4(), "bench", lambda _now: (lines, []))
        loaded = time.perf_counter() - began
        if done.stored != len(lines):
            raise RuntimeError(f"results were lost: {done}")
        yield Figure(
            f"results of {len(lines):,} tubes in one list, each member counted", len(lines) / loaded, "tubes/s",
            len(lines) / copied, "COPY of the lines", 10_000,
        )  # fmt: skip
        actions.fold_tally(scope.actor)
        began = time.perf_counter()
        line = covered(scope, [one])[one.pk]
        looked = (time.perf_counter() - began) * 1000
        began = time.perf_counter()
        with bulk_role():
            ((required, sampled),) = fetch(SQL["counted"], {"round": one.pk})
        floor = (time.perf_counter() - began) * 1000
        if (line.required, line.sampled) != (required, sampled):
            raise RuntimeError(f"the coverage is not true: {line}")
        yield Figure(
            "coverage of all grids, true to the person", looked, "ms", floor, "counting the rows", 200
        )
        transaction.set_rollback(True)


def _round() -> tuple[Round, int]:
    """A round of the whole ground, open."""
    with bulk_role():
        tell(move="", reason="")
        ((pk,),) = fetch(SQL["round"], {"now": clock.now(), "later": clock.now() + timedelta(days=1)})
        run(SQL["site"], {"round": pk})
    one = Round.objects.select_related("incident", "plan").get(pk=pk)
    return one, actions.open_round(EVERYBODY, uuid4(), one)


def _registered(one: Round, scans: int) -> Iterator[Figure]:
    """People scanned one after the other, as the phones do it: each a command of its own."""
    with bulk_role():
        people = [person for (person,) in fetch(SQL["people"], {"round": one.pk, "most": scans})]
        ((site,),) = fetch(SQL["a_site"])
    actor, now = EVERYBODY, clock.now()
    began = time.perf_counter()
    for n, person in enumerate(people):
        scan = Scan(one.pk, site, f"SCAN-{n // 10:06d}", 10, person_code(person), now)
        actions.register(actor, uuid4(), scan)
    taken = time.perf_counter() - began
    began = time.perf_counter()
    for person in people:
        fetch(SQL["bare"], {"person": person})
    floor = time.perf_counter() - began
    yield Figure(
        "scans registered one after the other, one connection", len(people) / taken, "persons/s",
        len(people) / floor, "a bare INSERT each", 100,
    )  # fmt: skip


def _filled(one: Round, tubes: int) -> None:
    """Sealed tubes, each with ten people who must be sampled."""
    with bulk_role():
        for first in range(0, tubes, SLICE):
            given = {"round": one.pk, "first": first, "most": min(SLICE, tubes - first), "now": clock.now()}
            run(SQL["required"], given)
            run(SQL["tubes"], given)
            run(SQL["fill"], given)
        run(SQL["seal"], {"round": one.pk, "now": clock.now()})
        run("ANALYZE sampling_tube")
        run("ANALYZE sampling_specimen")
