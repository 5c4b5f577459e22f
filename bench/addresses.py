"""Addresses located per second on one core, beside the bare scan of the same texts for names."""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.table import Figure, medians
from gangmu.ground.territory.queries import address_index
from gangmu.kernel.scope import Scope, entered
from gangmu.twin.push_files import city_writer, layout, table

GOAL = 15_000


def figures(quick: bool) -> Iterator[Figure]:
    """Addresses as pushes bring them, slips and all."""
    with entered(Scope.system("bench")):
        index = address_index()
    scan = index._machine.lexicon.automaton
    size = 2_000 if quick else 20_000

    def once(seed: int) -> tuple[float, float]:
        header, rows = table(layout("big_data_push"), [entry for entry, _ in city_writer(seed).rows(size)])
        column = header.index("现住址")
        texts = [str(row[column]) for row in rows]
        began = time.perf_counter()
        index.locate_many(texts)
        located = time.perf_counter() - began
        began = time.perf_counter()
        for text in texts:
            scan.find_matches_as_indexes(text, overlapping=True)
        return size / located, size / (time.perf_counter() - began)

    rate, floor = medians(1 if quick else 3, once)
    yield Figure(f"addresses located, {size:,}, one core", rate, "rows/s", floor, "scan for names", GOAL)
