"""Who sits in which emergency trio: the members of routine trios stay in their village, the reserve fills the rest.

A proposal for whoever decides: he sees each name with where it comes from before anything is done.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gangmu.ground.organization.rules import TRIO_ROLES
from gangmu.kernel.area import floor_to

HOLDERS = 2
"""How many take turns in a seat: two shifts."""


class Trio(NamedTuple):
    """An emergency trio: village and town by their lowest keys, county-level unit by code, its ground, its load."""

    code: str
    village: int
    town: int
    county: str
    areas: tuple[int, ...]
    load: int
    point: tuple[float, float] | None = None


class Member(NamedTuple):
    """Who holds a post of a routine trio; `post` is where he comes from."""

    user: int
    role: str
    post: int
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine trio: its village, its ground, its members; `away` are not among them, for they are absent."""

    code: str
    village: int
    areas: Collection[int]
    members: Sequence[Member]
    away: int = 0


@dataclass(slots=True)
class Pool:
    """Who can be sent from one unit in one role, in the order in which they go: (user, post)."""

    role: str
    town: int | None
    county: str
    people: deque[tuple[int, int]] = field(default_factory=deque)
    point: tuple[float, float] | None = None


class Seat(NamedTuple):
    """Who sits where; `user` is None for a seat that nobody fills."""

    trio: str
    role: str
    user: int | None
    deputy: bool
    origin: int | None


def staffed(trios: Sequence[Trio], routine: Iterable[Routine], pools: Sequence[Pool]) -> list[Seat]:
    """Fill the seats, first one of each, then the second shift, the heaviest trios first; the nearest reserve goes.

    Routine trios go whole into the emergency trio of their village that has most of their ground, apart while there
    are enough. Somebody is sent within his county-level unit only. An empty seat is in the result too.
    """
    seats = _staying(trios, routine)
    held = Counter((seat.trio, seat.role) for seat in seats if not seat.deputy)
    of_county: dict[str, list[Pool]] = defaultdict(list)
    for one in pools:
        of_county[one.county].append(one)
    near = {trio.code: _nearest(trio, of_county[trio.county]) for trio in trios}
    heaviest = sorted(trios, key=lambda trio: (-trio.load, trio.code))
    for turn in range(HOLDERS):
        for trio in heaviest:
            for role in TRIO_ROLES:
                if held[trio.code, role] != turn:
                    continue
                pool = next((pool for pool in near[trio.code][role] if pool.people), None)
                if pool is not None:
                    user, post = pool.people.popleft()
                    seats.append(Seat(trio.code, role, user, False, post))
                    held[trio.code, role] += 1
    empty = [
        Seat(t.code, role, None, False, None) for t in trios for role in TRIO_ROLES if not held[t.code, role]
    ]
    return seats + empty


def _staying(trios: Sequence[Trio], routine: Iterable[Routine]) -> list[Seat]:
    by_village: dict[int, list[Trio]] = defaultdict(list)
    for trio in trios:
        by_village[trio.village].append(trio)
    taken = Counter[str]()
    seats = []
    for body in sorted(routine, key=lambda body: body.code):
        here = by_village[body.village]
        if not here:
            continue
        goes_to = min(here, key=lambda trio: (taken[trio.code], -_shared(trio, body.areas), trio.code))
        taken[goes_to.code] += 1
        seats += [Seat(goes_to.code, m.role, m.user, m.deputy, m.post) for m in body.members]
    return seats


def _shared(trio: Trio, areas: Collection[int]) -> int:
    return sum(area in areas or floor_to(area, "grid") in areas for area in trio.areas)


def _nearest(trio: Trio, pools: Iterable[Pool]) -> Mapping[str, list[Pool]]:
    """By role: its own town's people, then the county's, then those of other towns of the county by distance."""
    found: dict[str, list[Pool]] = {role: [] for role in TRIO_ROLES}
    for pool in sorted(pools, key=lambda pool: _rank(trio, pool)):
        found[pool.role].append(pool)
    return found


def _rank(trio: Trio, pool: Pool) -> tuple[bool, bool, float, int]:
    return pool.town != trio.town, pool.town is not None, _away(trio.point, pool.point), pool.town or 0


def _away(a: tuple[float, float] | None, b: tuple[float, float] | None) -> float:
    return float("inf") if a is None or b is None else (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def gaps(seats: Iterable[Seat]) -> tuple[dict[tuple[str, str], int], int]:
    """How many sit in each (trio, role) that has not two for two shifts; and how many such seats have nobody at all."""
    held: Counter[tuple[str, str]] = Counter()
    for seat in seats:
        held[seat.trio, seat.role] += seat.user is not None and not seat.deputy
    short = {key: n for key, n in held.items() if n < HOLDERS}
    return short, sum(n == 0 for n in short.values())
