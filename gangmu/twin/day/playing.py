"""The rehearsal itself: doors pass through stations where others may be served before them.

A trio, a joint office's desk and a gate are stations with so many seats. What a door needs at each is drawn
beforehand, so its route is a list of legs, and the whole of it is one list of events.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from gangmu.twin.day.doors import Door
from gangmu.twin.day.ground import Ground, Town
from gangmu.twin.day.parameters import Parameters

DESK, COMPARE, RELEASE = -1, -2, -3
"""The stations of a town; those that are not negative are trios."""


class Leg(NamedTuple):
    """A stay at a station of so many minutes, not before `pause` minutes have passed since the one before."""

    station: int
    minutes: float
    pause: float = 0.0


class Route(NamedTuple):
    """When somebody comes, and where he has to go."""

    starts: float
    legs: tuple[Leg, ...]


def play(routes: Sequence[Route], seats: Mapping[int, int]) -> list[list[float]]:
    """For every route when each of its legs ended. First come, first served; a station not named in `seats` has one."""
    ends: list[list[float]] = [[] for _ in routes]
    taken: dict[int, int] = defaultdict(int)
    lines: dict[int, deque[tuple[int, int]]] = defaultdict(deque)
    # (minute, route, leg, whether it ends or asks for a seat): who asks at the same minute is served in order.
    events = [(route.starts + route.legs[0].pause, n, 0, False) for n, route in enumerate(routes)]
    heapify(events)
    while events:
        now, n, leg, ending = heappop(events)
        legs = routes[n].legs
        station, minutes, _ = legs[leg]
        if not ending:
            if taken[station] < seats.get(station, 1):
                taken[station] += 1
                heappush(events, (now + minutes, n, leg, True))
            else:
                lines[station].append((n, leg))
            continue
        ends[n].append(now)
        if line := lines[station]:
            other, its_leg = line.popleft()
            heappush(events, (now + routes[other].legs[its_leg].minutes, other, its_leg, True))
        else:
            taken[station] -= 1
        if leg + 1 < len(legs):
            heappush(events, (now + legs[leg + 1].pause, n, leg + 1, False))
    return ends


def seats_of(town: Town, p: Parameters) -> dict[int, int]:
    """How many sit at the stations of a town."""
    reviewers = p.seats(town.people, p.people_per_reviewer)
    return {DESK: p.seats(town.people, p.people_per_desk), COMPARE: reviewers, RELEASE: reviewers}


def trio_of(ground: Ground, switched: frozenset[int]) -> Callable[[int], int]:
    """Which trio a group has when these villages are switched to emergency."""

    def of(group: int) -> int:
        emergency = ground.village_of[group] in switched
        return (ground.emergency_of if emergency else ground.routine_of)[group]

    return of


def route(door: Door, trio_of: Callable[[int], int], p: Parameters) -> Route:
    """The way of a door: the desk if it is doubtful, its trio until it is reported, the two gates."""
    return Route(door.arrives, tuple(_legs(door, trio_of, p)))


def _legs(door: Door, trio_of: Callable[[int], int], p: Parameters) -> Iterator[Leg]:
    if door.desk:
        yield Leg(DESK, door.desk)
    trio, visits = trio_of(door.group), door.visits
    pause = 0.0
    for minutes in visits[:-1] if door.elsewhere >= 0 else visits:
        yield Leg(trio, minutes, pause)
        pause = p.again_after
    if door.elsewhere >= 0:
        trio = trio_of(door.elsewhere)
        yield Leg(trio, visits[-1], p.accept)
    yield Leg(COMPARE, door.compare)
    if door.rework:
        yield Leg(trio, door.rework)
        yield Leg(COMPARE, door.compare)
    yield Leg(RELEASE, door.release)
