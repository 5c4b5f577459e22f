"""The residents of a village, door by door, the same for the same seed: people who do not exist.

Sex, sizes of households and the share of people in collective ones are those of the census of 2020 (53.8 % male; 2.74
people to a family household; 219,774 collective households to 1,896,645 family ones, with 14 % of the people). Of
three age groups the shares are rounded: a fifth are children, a tenth are 60 or older.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gangmu.ground.register.rules import sort_key
from gangmu.twin.people import GIVEN, LAST_BIRTH, PHONE_PREFIX, RESIDENT_REGION, RESIDENT_SERIES, SURNAMES

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
DIGITS = "10X98765432"
MALE, COLLECTIVE = 0.538, 219_774 / (219_774 + 1_896_645)
SIZES = (1,) * 40 + (2,) * 56 + (3,) * 49 + (4,) * 32 + (5,) * 17 + (6,) * 6
COLLECTIVE_SIZES = (2, 3, 4, 4, 5, 5)
CHILD, GROWN, OLD = (0, 5478), (5478, 21915), (21915, 34000)  # days of age


class Group(NamedTuple):
    """A village-group grid: its area key, name, how many people to make, and whether it is an estate."""

    area: int
    name: str
    people: int
    estate: bool


class House(NamedTuple):
    """A building: `first` is the number of the first resident in it; a self-built one has no units (单元)."""

    first: int
    name: str
    kind: str
    floors: int
    units: int


class Resident(NamedTuple):
    """A resident: `number` counts through the city, `head` is the number of the first of his household."""

    number: int
    head: int
    area: int
    house: House
    door: str
    name: str
    pinyin: str
    document: str
    phone: str
    sex: str
    birth_date: str


def apportioned(sizes: Sequence[int], people: int) -> list[int]:
    """Shares of `people` in proportion to the sizes: whole numbers whose sum is exact."""
    whole, seen, marks = sum(sizes), 0, [0]
    for size in sizes:
        seen += size
        marks.append(seen * people // whole)
    return [after - before for before, after in pairwise(marks)]


def village(index: int, groups: Sequence[Group], first: int, seed: int) -> Iterator[Resident]:
    """The residents of the city's village `index` (0 to 9,999), numbered from `first`."""
    chance = random.Random(f"{seed}/{index}")
    region = f"{RESIDENT_REGION + index}"
    start = _weigh(region, 0)
    orders: Counter[tuple[int, str]] = Counter()
    dates, names = _dates(), _names()
    draw, pick = chance.random, chance.choices
    number = first
    for group in groups:
        left, houses = group.people, 0
        doors: list[str] = []
        while left:
            if not doors:
                houses += 1
                house, doors = _house(group, houses, number, draw)
            collective = draw() < COLLECTIVE
            size = min(left, pick(COLLECTIVE_SIZES if collective else SIZES)[0])
            left -= size
            label = doors.pop()
            head, shared = number, ""
            for place in range(size):
                sex = "m" if draw() < MALE else "f"
                youngest, oldest = _ages(draw(), first=place == 0, collective=collective)
                day = youngest + int(draw() * (oldest - youngest))
                order = orders[day, sex] * 2 + (sex == "m")
                orders[day, sex] += 1
                compact, written, weight = dates[day]
                tail = f"{order:03d}"
                check = DIGITS[(start + weight + _weigh(tail, 14)) % 11]
                phone = phone_of(number)
                if shared and (day < 4400 or draw() < 0.25):
                    phone = shared
                shared = shared or phone
                name, pinyin = names.draw(draw)
                yield Resident(
                    number, head, group.area, house, label, name, pinyin, f"{region}{compact}{tail}{check}", phone, sex,
                    written,
                )  # fmt: skip
                number += 1


def phone_of(number: int) -> str:
    """The phone of a resident (0 to 29,999,999): no two numbers share one."""
    series, place = divmod(number, 10_000_000)
    return f"{PHONE_PREFIX}{RESIDENT_SERIES[series]}{place * 7_000_003 % 10_000_000:07d}"


def _ages(drawn: float, *, first: bool, collective: bool) -> tuple[int, int]:
    """The bounds of an age in days: children live with somebody, dormitories hold people of working age."""
    if collective or first:
        return GROWN if collective or drawn < 0.9 else OLD
    return CHILD if drawn < 0.366 else OLD if drawn < 0.492 else GROWN


def _weigh(digits: str, place: int) -> int:
    return sum(int(digit) * WEIGHTS[place + n] for n, digit in enumerate(digits))


@cache
def _dates() -> list[tuple[str, str, int]]:
    """By days of age: the birthday in a document, as a date, and its part of the check sum."""
    days = (LAST_BIRTH - timedelta(days=n) for n in range(OLD[1]))
    return [(f"{day:%Y%m%d}", day.isoformat(), _weigh(f"{day:%Y%m%d}", 6)) for day in days]


class _Names:
    """Names with their sort keys, composed from syllables."""

    def __init__(self) -> None:
        self._surnames = [(one, sort_key(one).split()[0]) for one in SURNAMES]
        self._given = [(one, sort_key(f"李{one}").split()[1]) for one in GIVEN]

    def draw(self, draw: Callable[[], float]) -> tuple[str, str]:
        """A name and its sort key; `draw` gives numbers from 0 to 1."""
        roll = draw()
        surname, sound = self._surnames[int(roll * roll * len(self._surnames))]
        one, first = self._given[int(draw() * len(self._given))]
        if draw() < 0.15:
            return surname + one, f"{sound} {first} {surname}{one}"
        two, second = self._given[int(draw() * len(self._given))]
        return surname + one + two, f"{sound} {first} {second} {surname}{one}{two}"


_names = cache(_Names)


def _house(group: Group, place: int, first: int, draw: Callable[[], float]) -> tuple[House, list[str]]:
    """The next building of a group and its doors, the lowest last.

    荣灿嘉园3栋2单元501, 禾田小组15号2楼, 禾田小组16号301. In estates 7 to 32 floors of two flats and 1 to 3 units;
    self-built 2 to 5 floors, a quarter with two flats on each: about 248,000 in the city.
    """
    if group.estate:
        name, floors, units = f"{group.name}{place}栋", 7 + int(draw() * 26), 1 + int(draw() * 3)
        doors = [
            f"{name}{unit}单元{floor}{flat:02d}"
            for unit in range(units, 0, -1)
            for floor in range(floors, 0, -1)
            for flat in (2, 1)
        ]
        return House(first, name, "estate", floors, units), doors
    name, floors = f"{group.name}{place}号", 2 + int(draw() * 4)
    if draw() < 0.28:
        doors = [f"{name}{floor}{flat:02d}" for floor in range(floors, 0, -1) for flat in (2, 1)]
    else:
        doors = [f"{name}{floor}楼" for floor in range(floors, 0, -1)]
    return House(first, name, "self_built", floors, 0), doors
