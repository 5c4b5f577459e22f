"""Labelled addresses for measuring the matcher: real divisions, written as badly as people write them.

Deterministic by seed. A label says what a careful clerk would answer: the one right village, 'ambiguous' (a person
must choose), 'outside' or 'empty'. The generator decides uniqueness by itself, from the lists, not with the matcher.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from gangmu.ground.territory.rules.names import core_of_town, core_of_unit, core_of_village
from gangmu.ground.territory.rules.normalise import normalise
from gangmu.ground.territory.rules.terms import Division, Place
from gangmu.twin.slips import homophone, slip, spaced, traditional, widened

Label = Literal["village", "ambiguous", "outside", "empty"]
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
EMPTY = (
    "",
    "无",
    "不详",
    "未知",
    "-",
    "/",
    "13800138000",
    "暂无",
    "拒绝提供",
    "N/A",
    "同上",
    "3栋2单元501",
    "家里",
    "？？？",
    "123",
)
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
class Labelled:
    """`kind` names the difficulty; `code` is the right village (12 digits) or ''; `flag` whether it contradicts itself."""

    id: int
    address: str
    label: Label
    kind: str
    code: str = ""
    flag: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str
    core: str
    std: str
    kind: str
    town: str
    town_core: str
    town_key: str
    county: str
    zone: str


class AddressWriter:
    """Writes labelled addresses about the divisions and places of one city."""

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
        self.by_core: dict[str, list[_Unit]] = defaultdict(list)
        self.by_town: dict[str, list[_Unit]] = defaultdict(list)
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

    def _unit(self, village: Division, town: Division) -> _Unit:
        core = normalise(village.core_name or core_of_village(village.name))
        std = core + ("社区" if village.kind == "community" else "村")
        town_core = town.core_name or core_of_town(town.name)
        key = town.code[:9]
        return _Unit(
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

    def sample(self, size: int) -> Iterator[Labelled]:
        """`size` rows, the kinds in turn."""
        kinds: list[tuple[str, Callable[[], tuple[str, Label, str, bool] | None]]] = [
            (name.removeprefix("kind_"), getattr(self, name))
            for name in sorted(dir(self))
            if name.startswith("kind_")
        ]
        written = turn = 0
        while written < size:
            name, make = kinds[turn % len(kinds)]
            turn += 1
            made = make()
            if made is not None:
                address, label, code, flag = made
                yield Labelled(written, address, label, name, code, flag)
                written += 1

    # -- parts

    def _pick(self) -> _Unit:
        return self.random.choice(self.units)

    def _county(self, unit: _Unit) -> str:
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

    def _named(self, unit: _Unit) -> str:
        """The village with one of its right suffixes."""
        if unit.kind == "community":
            tail = self.random.choice(("社区", "社区居委会", "居委会", "社区居民委员会"))
        else:
            tail = self.random.choice(("村", "村委会", "村民委员会", "村委"))
        return unit.core + tail

    def _single(self, unit: _Unit) -> bool:
        """True where no other unit of the town has this core name."""
        return sum(other.core == unit.core for other in self.by_town[unit.town_key]) == 1

    def _full(self, unit: _Unit) -> str:
        head = self.random.choice(("", "广东省", "广东")) + self.random.choice(
            (self.city, self.city, "惠州", "")
        )
        return head + self._county(unit) + unit.town + self._named(unit)

    def _right(self, unit: _Unit, address: str, flag: bool = False) -> tuple[str, Label, str, bool]:
        return address, "village", unit.code, flag

    # -- kinds with one right village

    def kind_full(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        return self._right(unit, self._full(unit) + self._rest())

    def kind_full_with_unknown_estate(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        return self._right(unit, f"{self._full(unit)}{self._unknown_estate()}{self._rest()}")

    def kind_no_suffix_of_town(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        return self._right(
            unit, core_of_unit(unit.county) + unit.town_core + self._named(unit) + self._rest()
        )

    def kind_core_only_in_town(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        if not self._single(unit) or unit.core == unit.town_core or unit.core in self.town_cores:
            return None
        return self._right(
            unit, self._county(unit) + unit.town + unit.core + self.random.choice(("", "12号", "3组"))
        )

    def kind_other_suffix(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        if not self._single(unit):
            return None
        tail = "村" if unit.kind == "community" else "社区"
        return self._right(unit, self._county(unit) + unit.town + unit.core + tail + self._rest())

    def kind_zone(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        if not unit.zone:
            return None
        head = self.random.choice(
            ("惠州市仲恺区", "仲恺") if "仲恺" in unit.zone else ("大亚湾", "惠阳市大亚湾区", "大亚湾区")
        )
        return self._right(
            unit, head + unit.town_core + self.random.choice(("街道", "镇", "街道办")) + self._named(unit)
        )

    def kind_old_town_name(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        tail = self.random.choice(("镇", "街道办事处", "办事处", "街道办", "镇政府"))
        town = unit.town if unit.town_core == unit.town else unit.town_core + tail
        return self._right(unit, self.city + self._county(unit) + town + self._named(unit) + self._rest())

    def kind_town_and_village(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        if self.town_cores[unit.town_core] > 1:
            return None
        return self._right(unit, unit.town + self._named(unit) + self._rest())

    def kind_county_and_village(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        near = [u for u in self.by_core[unit.core] if u.county == unit.county or u.zone == unit.zone != ""]
        if len(near) > 1:
            return None
        return self._right(unit, unit.county + self._named(unit) + self._rest())

    def kind_village_alone(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        if len(self.by_core[unit.core]) > 1:
            return None
        return self._right(
            unit, self.random.choice(("", self.city, "住址:")) + self._named(unit) + self._rest()
        )

    def kind_estate_alone(self) -> tuple[str, Label, str, bool]:
        name = self.random.choice(self.one_estates)
        unit = self.by_code[next(iter(self.estates[name]))]
        head = self.random.choice(("", self.city, unit.county, unit.county + unit.town))
        return self._right(unit, head + name + self.random.choice(("", "3栋501", "2期5栋2单元1103房")))

    def kind_estate_slip(self) -> tuple[str, Label, str, bool] | None:
        name = self.random.choice(self.one_estates)
        wrong = slip(name, self.random)
        unit = self.by_code[next(iter(self.estates[name]))]
        if (
            len(name) < 4
            or wrong in self.all_names
            or any(_close(wrong, n) for n in self.estates if n != name)
        ):
            return None
        return self._right(unit, unit.county + unit.town + wrong + "3栋501")

    def kind_road_and_number(self) -> tuple[str, Label, str, bool] | None:
        name = self.random.choice(sorted(self.roads))
        low, high, code = self.random.choice(self.roads[name])
        unit = self.by_code[code]
        house = self.random.randint(low, high)
        others = {c for a, b, c in self.roads[name] if a <= house <= b}
        head = self.random.choice(("", unit.county, unit.county + unit.town, unit.town))
        inside = {c for c in others if not head or self.by_code[c].county == unit.county or head == unit.town}
        inside = {c for c in inside if unit.town not in head or self.by_code[c].town == unit.town}
        if len(inside) > 1:
            return None
        return self._right(unit, f"{head}{name}{house}号{self.random.choice(('', '201房', '-3', '之二'))}")

    def kind_town_and_group(self) -> tuple[str, Label, str, bool] | None:
        town, group = self.random.choice(self.one_groups)
        unit = self.by_code[next(iter(self.groups[town, group]))]
        core = group.removesuffix("小组")
        if core in self.by_core:
            return None
        return self._right(
            unit, unit.county + unit.town + core + self.random.choice(("小组", "村民小组", "组")) + "8号"
        )

    def kind_slip_in_village(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        wrong = slip(unit.core, self.random)
        if not self._right_slip(unit, wrong):
            return None
        return (
            self._right(unit, self._full(unit).replace(unit.core, wrong) + self._rest())
            if unit.core not in (unit.town)
            else None
        )

    def kind_homophone_of_village(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        wrong = homophone(unit.core, self.random)
        if not wrong or not self._right_slip(unit, wrong) or unit.core in unit.town:
            return None
        return self._right(
            unit, self._county(unit) + unit.town + wrong + unit.std[len(unit.core) :] + self._rest()
        )

    def _right_slip(self, unit: _Unit, wrong: str) -> bool:
        rivals = [u.core for u in self.by_town[unit.town_key] if u.core != unit.core]
        return (
            self._single(unit)
            and len(wrong) >= 2
            and wrong not in self.all_names
            and not any(_close(wrong, rival) or rival in wrong for rival in rivals)
        )

    def kind_slip_in_town(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        make = self.random.choice((slip, homophone))
        wrong = make(unit.town_core, self.random)
        if (
            unit.town_core == unit.town
            or not wrong
            or len(wrong) < 2
            or any(_close(wrong, n) for n in self.town_cores if n != unit.town_core)
        ):
            return None
        if self.town_cores[unit.town_core] > 1:
            return None
        return self._right(
            unit, unit.county + unit.town.replace(unit.town_core, wrong) + self._named(unit) + self._rest()
        )

    def kind_slip_in_county(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        if self.town_cores[unit.town_core] > 1:
            return None
        make = self.random.choice((slip, homophone))
        wrong = make(unit.county[:2], self.random) or unit.county[:2]
        if wrong in ("惠城", "惠阳", "惠东", "博罗", "龙门"):
            return None
        return self._right(
            unit, self.city + wrong + unit.county[2:] + unit.town + self._named(unit) + self._rest()
        )

    def kind_slip_in_suffix(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        if not self._single(unit):
            return None
        named = unit.core + self.random.choice(("社曲", "社居", "存", "村会", "居会", "村委员会"))
        return self._right(unit, unit.county + unit.town + named)

    def kind_full_width(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        return self._right(unit, widened(self._full(unit) + "12号A栋302"))

    def kind_traditional(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        return self._right(unit, traditional(self._full(unit)) + self._rest())

    def kind_spaced(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        return self._right(unit, spaced(self._full(unit), self.random) + self._rest())

    def kind_wrong_county(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        wrong = self.random.choice([c for c in self.counties.values() if c != unit.county])
        if self.town_cores[unit.town_core] > 1:
            return None
        return self._right(unit, self.city + wrong + unit.town + self._named(unit) + self._rest(), True)

    def kind_wrong_county_no_town(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        wrong = self.random.choice([c for c in self.counties.values() if c != unit.county])
        if len(self.by_core[unit.core]) > 1 or unit.core in self.town_cores:
            return None
        return self._right(unit, wrong + self._named(unit), True)

    def kind_wrong_town(self) -> tuple[str, Label, str, bool] | None:
        unit, other = self._pick(), self._pick()
        if len(self.by_core[unit.core]) > 1 or other.county != unit.county or other.town == unit.town:
            return None
        if self.town_cores[other.town_core] > 1 or any(
            _close(unit.core, u.core) for u in self.by_town[other.town_key]
        ):
            return None
        return self._right(unit, unit.county + other.town + self._named(unit), True)

    def kind_repeated_city(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        return self._right(unit, f"惠州市{self.city}{unit.county}{self._full(unit)}{self._rest()}")

    def kind_former_address_before(self) -> tuple[str, Label, str, bool]:
        unit, other = self._pick(), self._pick()
        former = self.random.choice(
            (f"户籍地址:{self._full(other)},", "户籍湖南省衡阳市衡南县", f"原住{other.town}{other.std},")
        )
        return self._right(
            unit, former + self.random.choice(("现住", "现居住地:", "现住址：")) + self._full(unit)
        )

    def kind_name_in_building(self) -> tuple[str, Label, str, bool] | None:
        """A kindergarten or street named after another village stands behind the right one."""
        unit, other = self._pick(), self._pick()
        tail = other.core + self.random.choice(("幼儿园旁", "酒店1203房", "北路18号", "大厦9楼", "小学对面"))
        if any(tail.startswith(road) for road in self.roads):
            return None
        return self._right(unit, self._full(unit) + tail)

    def kind_phone_in_text(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        return self._right(
            unit,
            f"13{self.random.randint(100000000, 999999999)}{self._full(unit)}0752-2{self.random.randint(100000, 999999)}",
        )

    # -- kinds without one right village

    def kind_ambiguous_name(self) -> tuple[str, Label, str, bool]:
        core = self.random.choice([core for core, units in self.by_core.items() if len(units) > 1])
        units = self.by_core[core]
        tails = {u.std for u in units}
        pick = self.random.choice(units)
        if len(tails) > 1 or self.random.random() < 0.5:
            return core, "ambiguous", "", False
        return pick.std, "ambiguous", "", False

    def kind_ambiguous_in_county(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        same = [u for u in self.by_core[unit.core] if u.county == unit.county and u.std == unit.std]
        if len(same) < 2:
            return None
        return unit.county + unit.std + self._rest(), "ambiguous", "", False

    def kind_pair_in_town(self) -> tuple[str, Label, str, bool] | None:
        unit = self._pick()
        if self._single(unit) or unit.core in self.town_cores:
            return None
        return unit.county + unit.town + unit.core, "ambiguous", "", False

    def kind_two_towns_of_one_name(self) -> tuple[str, Label, str, bool]:
        return "龙华镇龙华" + self.random.choice(("", "村")) + self._rest(), "ambiguous", "", False

    def kind_town_only(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        tail = self.random.choice(("", "某出租屋", f"{self._unknown_estate()}3栋"))
        return unit.county + unit.town + tail, "ambiguous", "", False

    def kind_county_only(self) -> tuple[str, Label, str, bool]:
        return (
            self.city + self.random.choice((*self.counties.values(), "", "大亚湾区")),
            "ambiguous",
            "",
            False,
        )

    def kind_outside(self) -> tuple[str, Label, str, bool] | None:
        place = self.random.choice(self.elsewhere)
        if place.level not in {"village", "town", "county"}:
            return None
        names, code = [place.name], place.code
        for size in (9, 6, 4, 2):
            name = self.names.get(code[:size].ljust(12, "0"))
            if name and name not in names and name not in {"市辖区", "县"}:
                names.insert(0, name)
        if len(names) < 2:
            return None
        start = 1 if names[0] == "广东省" and len(names) > 2 else 0
        return "".join(names[start:]) + self._rest(), "outside", "", False

    def kind_outside_with_local_name(self) -> tuple[str, Label, str, bool]:
        unit = self._pick()
        head = self.random.choice(("深圳市龙岗区", "深圳龙岗", "东莞市", "河源市源城区", "广州市增城区", "湖南省长沙市", "江西赣州", "海口市龙华区",
                                   "汕尾市海丰县", "深圳市龙华区", "广东省广州市", "重庆市", "上海市浦东新区", "龙岗区", "广西桂林"))  # fmt: skip
        return (
            head
            + self.random.choice((unit.std, unit.town_core + "镇" + unit.std, unit.town_core + "街道"))
            + self._rest(),
            "outside",
            "",
            False,
        )

    def kind_empty(self) -> tuple[str, Label, str, bool]:
        return self.random.choice(EMPTY), "empty", "", False


def _close(one: str, other: str) -> bool:
    """At most one character replaced, left out, added or swapped."""
    if one == other:
        return True
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]]
        return len(wrong) == 1 or (swapped and one[wrong[1]] == other[wrong[0]])
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
