"""On which ground the names of a day fall: village groups with their people, and the trio of each in both modes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Village:
    """A village: its trios are switched together. `routine` and `emergency` count them in either mode."""

    code: str
    name: str
    town: int
    routine: int
    emergency: int
    heaviest: int
    """People on the ground of the routine trio that has most of them."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town: its people, its name, and its groups by their numbers in the city."""

    name: str
    people: int
    groups: tuple[int, ...]


@dataclass(frozen=True)
class Ground:
    """The city for a rehearsal. By number of a group: its people, village, and trio in either mode."""

    people: Sequence[int]
    village_of: Sequence[int]
    routine_of: Sequence[int]
    emergency_of: Sequence[int]
    villages: Sequence[Village]
    towns: Sequence[Town]
    order: tuple[int, ...] = field(init=False)
    """The villages in which a switch adds trios, in most need first: by the people of their heaviest trio."""

    def __post_init__(self) -> None:
        gaining = (n for n, village in enumerate(self.villages) if village.emergency > village.routine)
        by_need = sorted(gaining, key=lambda n: (-self.villages[n].heaviest, self.villages[n].code))
        object.__setattr__(self, "order", tuple(by_need))

    def trios_on(self, switched: Iterable[int] = ()) -> int:
        """How many trios are on when these villages are switched to emergency."""
        more = sum(self.villages[n].emergency - self.villages[n].routine for n in switched)
        return sum(village.routine for village in self.villages) + more


@dataclass(frozen=True, slots=True)
class Group:
    """A village group as `ground_of` takes it; trios by any keys of their own."""

    village: str
    name: str
    town: str
    town_name: str
    people: int
    routine: str
    emergency: str


def ground_of(groups: Iterable[Group], trios: Mapping[str, tuple[int, int]]) -> Ground:
    """The ground that these groups make; `trios` of a village: how many it has in routine and in emergency."""
    groups = list(groups)
    keys = [*dict.fromkeys(g.routine for g in groups), *dict.fromkeys(g.emergency for g in groups)]
    numbers = {key: number for number, key in enumerate(keys)}
    codes = {code: number for number, code in enumerate(dict.fromkeys(g.village for g in groups))}
    towns = {code: number for number, code in enumerate(dict.fromkeys(g.town for g in groups))}
    members: dict[str, list[Group]] = defaultdict(list)
    placed: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        members[group.village].append(group)
        placed[group.town].append(number)
    return Ground(
        [g.people for g in groups],
        [codes[g.village] for g in groups],
        [numbers[g.routine] for g in groups],
        [numbers[g.emergency] for g in groups],
        [_village(members[code], towns[members[code][0].town], *trios[code]) for code in codes],
        [_town([groups[n] for n in placed[code]], tuple(placed[code])) for code in towns],
    )


def _village(groups: list[Group], town: int, routine: int, emergency: int) -> Village:
    load: Counter[str] = Counter()
    for group in groups:
        load[group.routine] += group.people
    return Village(groups[0].village, groups[0].name, town, routine, emergency, max(load.values()))


def _town(groups: list[Group], numbers: tuple[int, ...]) -> Town:
    return Town(groups[0].town_name, sum(g.people for g in groups), numbers)
