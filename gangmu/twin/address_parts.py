"""The lists behind labelled addresses, and the parts that addresses are put together from."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gangmu.ground.territory.rules.names import core_of_town, core_of_village
from gangmu.ground.territory.rules.normalise import normalise
from gangmu.ground.territory.rules.terms import Division, Place

Label = Literal["village", "ambiguous", "outside", "empty"]
Made = tuple[str, Label, str, bool]
"""Address, label, right village or '', whether it contradicts itself."""
ESTATES = (
    "碧桂园",
    "丽日购物",
    "时代",
    "中洲",
    "隆生",
    "合生",
    "华贸",
    "佳兆业",
    "金山湖",
    "恒和",
    "光耀",
    "海伦堡",
)
BUILDINGS = ("花园", "大厦", "广场", "名苑", "公馆", "国际")
REST = (
    "",
    "",
    "12号",
    "35号",
    "3栋1单元502",
    "一区8号",
    "A栋1203房",
    "8巷6号302室",
    "村口商店旁",
    "5幢",
    "(电话13712345678)",
    "一楼",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A village-level unit with the names of everything above it."""

    code: str
    core: str
    std: str
    kind: str
    town: str
    town_core: str
    town_key: str
    county: str
    zone: str


class AddressParts:
    """Divisions and places of one city, and pieces of addresses about them."""

    def __init__(
        self, divisions: Iterable[Division], places: Iterable[Place], seed: int = 1, home: str = "4413"
    ):
        self.random = random.Random(seed)
        everything = list(divisions)
        inside = [d for d in everything if d.code.startswith(home)]
        self.city = next(d.name for d in inside if d.level == "city")
        self.counties = {d.code[:6]: d.name for d in inside if d.level == "county"}
        towns = {d.code[:9]: d for d in inside if d.level == "town"}
        self.units = [
            self._unit(d, towns[d.code[:9]]) for d in inside if d.level == "village" and d.kind != "virtual"
        ]
        self.units = [u for u in self.units if len(u.core) <= 4]
        self.by_code = {unit.code: unit for unit in self.units}
        self.by_core: dict[str, list[Unit]] = defaultdict(list)
        self.by_town: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            self.by_core[unit.core].append(unit)
            self.by_town[unit.town_key].append(unit)
        self.town_cores = Counter(t.core_name or core_of_town(t.name) for t in towns.values())
        self.elsewhere = [d for d in everything if not d.code.startswith(home)]
        self.names = {d.code: d.name for d in self.elsewhere}
        self.estates: dict[str, set[str]] = defaultdict(set)
        self.groups: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.roads: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for place in places:
            self._place(place)
        self.all_names = set(self.by_core) | set(self.town_cores) | set(self.estates) | set(self.roads)
        self.one_estates = sorted(n for n, v in self.estates.items() if len(v) == 1)
        self.one_groups = sorted(
            k for k, v in self.groups.items() if len(v) == 1 and not k[1].startswith("第")
        )

    def _unit(self, village: Division, town: Division) -> Unit:
        core = normalise(village.core_name or core_of_village(village.name))
        if core == town.name:  # 龙华镇社区 is called 龙华社区
            core = core_of_town(core)
        elif village.kind == "village" and len(core) > 2:  # 柏田村村委会 柏田村委会
            core = core.removesuffix("村")
        std = core + ("社区" if village.kind == "community" else "村")
        town_core = town.core_name or core_of_town(town.name)
        key = town.code[:9]
        return Unit(
            village.code,
            core,
            std,
            village.kind,
            town.name,
            town_core,
            key,
            self.counties[key[:6]],
            town.zone,
        )

    def _place(self, place: Place) -> None:
        if place.village_code not in self.by_code:
            return
        if place.kind == "estate":
            self.estates[place.name].add(place.village_code)
        elif place.kind == "group":
            self.groups[place.village_code[:9], place.name].add(place.village_code)
        else:
            low, high = place.detail.split("-")
            self.roads[place.name].append((int(low), int(high), place.village_code))

    def _pick(self) -> Unit:
        return self.random.choice(self.units)

    def _county(self, unit: Unit) -> str:
        return (
            self.random.choice((unit.zone, unit.county, unit.county + unit.zone))
            if unit.zone
            else unit.county
        )

    def _rest(self) -> str:
        return self.random.choice(REST)

    def _unknown_estate(self) -> str:
        """An estate that is not in the gazetteer."""
        while (name := self.random.choice(ESTATES) + self.random.choice(BUILDINGS)) in self.estates:
            pass
        return name

    def _named(self, unit: Unit) -> str:
        """The village with one of its right suffixes."""
        if unit.kind == "community":
            tail = self.random.choice(("社区", "社区居委会", "居委会", "社区居民委员会"))
        else:
            tail = self.random.choice(("村", "村委会", "村民委员会", "村委"))
        return unit.core + tail

    def _single(self, unit: Unit) -> bool:
        """True where no other unit of the town has this core name."""
        return sum(other.core == unit.core for other in self.by_town[unit.town_key]) == 1

    def _full(self, unit: Unit) -> str:
        head = self.random.choice(("", "广东省", "广东")) + self.random.choice(
            (self.city, self.city, "惠州", "")
        )
        return head + self._county(unit) + unit.town + self._named(unit)

    def _right(self, unit: Unit, address: str, flag: bool = False) -> Made:
        return address, "village", unit.code, flag


def close(one: str, other: str) -> bool:
    """At most one character replaced, left out, added or swapped."""
    if one == other:
        return True
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]]
        return len(wrong) == 1 or (swapped and one[wrong[1]] == other[wrong[0]])
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
