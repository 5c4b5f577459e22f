"""Filling the city with people: any number of them, the same for the same seed, continued after it was cut off."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime, time
from itertools import groupby
from typing import NamedTuple

from gangmu.kernel.area import code_at
from gangmu.twin import bulk, city
from gangmu.twin.residents import Group, apportioned, village

MOST = 30_000_000  # as many as there are phones
SINCE = datetime.combine(city.SINCE, time(), UTC)


class NotEmpty(Exception):
    """The register holds people that this build did not make."""


class Village(NamedTuple):
    """A village to fill: its place among the villages, the number of its first resident, its groups."""

    place: int
    first: int
    seed: int
    groups: tuple[Group, ...]


def plan(people: int, seed: int = 1) -> list[Village]:
    """The villages with their shares of the people: the sum is exact, every group within one of its share."""
    if not 0 < people <= MOST:
        raise ValueError(f"people: 1 to {MOST:,}, not {people:,}")
    estates = {place.area for place in city.places() if place.kind == "estate"}
    grids = [grid for grid in city.grids() if grid.kind == "group"]
    shares = apportioned([grid.population for grid in grids], people)
    groups = [
        Group(grid.area, grid.name, share, grid.area in estates)
        for grid, share in zip(grids, shares, strict=True)
    ]
    return list(_villages(groups, seed))


def _villages(groups: list[Group], seed: int) -> Iterator[Village]:
    first = 0
    parts = groupby(sorted(groups), key=lambda group: code_at(group.area, "village"))
    for index, (_, members) in enumerate(parts):
        found = tuple(members)
        if count := sum(group.people for group in found):
            yield Village(index, first, seed, found)
        first += count


def fill(one: Village) -> int:
    """Make the residents of a village and load them; returns how many."""
    return bulk.load_village(village(one.place, one.groups, one.first, one.seed), SINCE)


def build(villages: list[Village], jobs: int, progress: Callable[[int, int], None]) -> int:
    """Load every village that is not there yet; returns how many people the city has then.

    Killed at any moment and started again with the same plan it ends in the same state. `progress(done, all)` counts
    people. Raises NotEmpty before it changes anything.
    """
    total = sum(group.people for one in villages for group in one.groups)
    there = bulk.loaded(one.first for one in villages) if bulk.under_way() else set()
    if not bulk.under_way():
        known = bulk.registered()
        if known >= total and len(bulk.loaded(one.first for one in villages)) == len(villages):
            return total
        if known:
            raise NotEmpty(f"the register holds {known:,} persons already: build in an empty database")
        bulk.put_aside()
    waiting = [one for one in villages if one.first not in there]
    done = total - sum(group.people for one in waiting for group in one.groups)
    for count in _filled(waiting, jobs):
        done += count
        progress(done, total)
    bulk.put_back(total, jobs)
    return total


def _filled(waiting: list[Village], jobs: int) -> Iterator[int]:
    if jobs == 1:
        yield from map(fill, waiting)
        return
    start = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=start, initializer=_begin) as pool:
        for done in as_completed([pool.submit(fill, one) for one in waiting]):
            yield done.result()


def _begin() -> None:
    import django

    django.setup()
