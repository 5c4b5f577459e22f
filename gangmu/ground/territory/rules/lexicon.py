"""The dictionary of names: what each spelling may stand for, and the automaton that finds all of them in
one pass.

A spelling often stands for several things: 龙华 is two towns, two villages and a district of Shenzhen. Its
`Sense` lists them all; deciding among them is the scoring's work, with the rest of the address before it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ahocorasick_rs import AhoCorasick

from gangmu.ground.territory.rules import names
from gangmu.ground.territory.rules.normalise import normalise
from gangmu.ground.territory.rules.terms import Alias, Division, Place

OUT_SHORT, OUT_CORE, OUT_TOWN, OUT_COUNTY, OUT_CITY = 1, 2, 3, 4, 5
"""Signs of elsewhere, the weakest first. 普宁, and 梅州, which is a village here as well, tell of it only where a place
follows that could lie there; 深圳 does by itself.
"""


@dataclass(frozen=True, slots=True)
class Town:
    """`code` 9 digits; `unit` the zone or county it belongs to; `accepts` every unit it is no error to
    name beside it.
    """

    code: str
    name: str
    core: str
    unit: str
    accepts: frozenset[str]


@dataclass(slots=True)
class Village:
    """`town` is an index into the towns; `groups` maps a group's name to its area."""

    code: str
    name: str
    core: str
    kind: str
    town: int
    groups: dict[str, int] = field(default_factory=dict)
    estates: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sense:
    """What spellings may stand for, each of those that share it. Numbers are indexes."""

    city: bool = False
    units: tuple[str, ...] = ()
    unit_full: bool = False
    towns: tuple[int, ...] = ()
    town_full: bool = False
    villages: tuple[tuple[int, float], ...] = ()
    estates: tuple[tuple[int, int], ...] = ()
    road: str = ""
    group: str = ""
    out: int = 0

    @property
    def own(self) -> bool:
        """Whether any of it is in the home city."""
        return bool(self.city or self.units or self.towns or self.villages or self.estates or self.road)

    @property
    def only_village(self) -> bool:
        """Whether nothing here but villages is called so."""
        return bool(self.villages) and not (
            self.city or self.units or self.towns or self.estates or self.road
        )


_NOTHING = Sense()


class Lexicon:
    """All names of the home city, and the names by which to know that an address lies elsewhere."""

    def __init__(
        self, divisions: Iterable[Division], aliases: Iterable[Alias], places: Iterable[Place], home: str
    ) -> None:
        self.home, self.city = home, ""
        self.towns: list[Town] = []
        self.villages: list[Village] = []
        self.units: dict[str, str] = {}
        # Where each unit begins, as an area key. A zone has no key of its own: what lies in its first town lies in it.
        self.starts: dict[str, int] = {}
        self.unit_of_village: list[str] = []
        self.roads: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        self.group_villages: dict[str, tuple[int, ...]] = {}
        self._senses: dict[str, Sense] = {}  # by spelling, while they are collected
        self._shared: dict[Sense, Sense] = {}
        self._town_at: dict[str, int] = {}
        self._village_at: dict[str, int] = {}
        self._unit_names: dict[str, set[str]] = defaultdict(set)
        outside: list[Division] = []
        for division in sorted(divisions, key=lambda d: d.code):
            if division.code.startswith(home[:4]):
                self._own(division)
            elif division.code[:2] != home[:2] or division.level != "province":
                outside.append(division)
            else:
                self._mean(division.name)
                self._mean(names.core_of_unit(division.name))
        self._aliases(aliases)
        for place in places:
            self._place(place)
        groups: dict[str, set[int]] = defaultdict(set)
        for index, village in enumerate(self.villages):
            for name in village.groups:
                groups[name].add(index)
        self.group_villages = {name: tuple(sorted(where)) for name, where in groups.items()}
        for division in outside:
            self._outside(division)
        for name in names.ABROAD:
            if name not in self._senses:
                self._mean(name, out=OUT_CORE)
        self.home_names = {text for text, sense in self._senses.items() if sense.city or sense.units}
        self.patterns = list(self._senses.values())
        self.automaton = AhoCorasick(list(self._senses))
        self._senses, self._shared = {}, {}

    def _sense(self, text: str) -> Sense:
        return self._senses.get(normalise(text), _NOTHING)

    def _mean(self, text: str, **what: Any) -> None:
        """Say what a spelling stands for besides what is known of it."""
        text = normalise(text)
        known = self._senses.get(text)
        sense = replace(known, **what) if known else Sense(**what)
        self._senses[text] = self._shared.setdefault(sense, sense)

    def _own(self, division: Division) -> None:
        if division.level == "city":
            self.city = names.core_of_unit(division.name)
            for text in (division.name, names.core_of_unit(division.name)):
                self._mean(text, city=True)
        elif division.level == "county":
            self.units[division.code[:6]] = division.name
            self.starts[division.code[:6]] = int(division.code + "000000")
            core = division.core_name or names.core_of_unit(division.name)
            for suffix in ("区", "县", "市", "新区"):
                self._unit(core + suffix, division.code[:6], full=True)
            self._unit(core, division.code[:6], full=False)
        elif division.level == "town":
            self._own_town(division)
        elif division.level == "village":
            self._own_village(division)

    def _unit(self, text: str, unit: str, *, full: bool) -> None:
        sense = self._sense(text)
        units = sense.units if unit in sense.units else (*sense.units, unit)
        self._mean(text, units=units, unit_full=sense.unit_full or full)
        self._unit_names[unit].add(normalise(text))

    def _own_town(self, division: Division) -> None:
        county = division.code[:6]
        unit = division.zone or county
        self.units.setdefault(unit, unit)
        self.starts.setdefault(unit, int(division.code + "000000"))  # towns come in the order of their codes
        core = normalise(division.core_name or names.core_of_town(division.name))
        index = len(self.towns)
        self._town_at[division.code[:9]] = index
        self.towns.append(Town(division.code[:9], division.name, core, unit, frozenset({unit, county})))
        for text, full in names.town_forms(division.name, core).items():
            self._name_town(text, index, full=full)
        self._name_town(division.name, index, full=True)

    def _name_town(self, text: str, index: int, *, full: bool) -> None:
        sense = self._sense(text)
        towns = sense.towns if index in sense.towns else (*sense.towns, index)
        self._mean(text, towns=towns, town_full=sense.town_full or full)

    def _own_village(self, division: Division) -> None:
        town = self._town_at[division.code[:9]]
        core = normalise(division.core_name or names.core_of_village(division.name))
        index = len(self.villages)
        self._village_at[division.code] = index
        self.villages.append(Village(division.code, division.name, core, division.kind, town))
        self.unit_of_village.append(self.towns[town].unit)
        prefix = normalise(self.towns[town].name)
        forms = names.village_forms(division.name, core, division.kind, prefix)
        if core.startswith(prefix) and len(core) >= len(prefix) + 2 and division.kind == "community":
            self.villages[index].core = core.removeprefix(prefix)
            forms |= names.village_forms(division.name, core.removeprefix(prefix), division.kind)
        for text, strength in forms.items():
            self._name_village(text, index, strength)

    def _name_village(self, text: str, index: int, strength: float) -> None:
        known = dict(self._sense(text).villages)
        known[index] = max(strength, known.get(index, 0.0))
        self._mean(text, villages=tuple(known.items()))

    def _aliases(self, aliases: Iterable[Alias]) -> None:
        for alias in aliases:
            if alias.kind == "zone":
                self._unit(alias.alias, alias.target, full=alias.alias != names.core_of_unit(alias.alias))
            elif alias.kind == "county":
                self._unit(alias.alias, alias.target[:6], full=True)
            elif alias.kind == "town" and alias.target[:9] in self._town_at:
                self._name_town(alias.alias, self._town_at[alias.target[:9]], full=True)
            elif alias.kind == "village" and alias.target in self._village_at and not alias.town:
                self._name_village(alias.alias, self._village_at[alias.target], names.EXACT)

    def _place(self, place: Place) -> None:
        index = self._village_at.get(place.village_code)
        if index is None:
            return
        village = self.villages[index]
        if place.kind == "road":
            low, _, high = place.detail.partition("-")
            span = (int(low), int(high)) if low.isdigit() and high.isdigit() else (0, -1)
            name = normalise(place.name)
            self.roads[name].append((*span, index))
            self._mean(name, road=name)
            return
        area = area_of(place)
        name = normalise(place.name)
        if place.kind == "group" and name.endswith("小组"):
            village.groups.setdefault(name, area)
            for text in names.group_forms(name):
                self._mean(text, group=name)
            return
        village.estates.setdefault(name, area)
        self._mean(name, estates=(*self._sense(name).estates, (index, area)))

    def _outside(self, division: Division) -> None:
        """Names of elsewhere; those a local unit bears too stay local unless written in full."""
        level, name = division.level, normalise(division.name)
        if level == "town":
            if name not in self._senses and len(name) > 2:
                self._mean(name, out=OUT_TOWN)
        elif level == "county":
            sense = self._sense(name)
            if (len(name) > 2 or name.endswith("县")) and not sense.own:
                self._mean(name, out=max(OUT_COUNTY, sense.out))
            near = division.code.startswith(self.home[:2])
            if near or not name.endswith("区"):
                self._short(name, OUT_SHORT, homonyms=near)
        elif level in {"city", "province"}:
            self._mean(name, out=0 if self._sense(name).own else OUT_CITY)
            self._short(name, OUT_CORE, homonyms=True)

    def _short(self, name: str, out: int, *, homonyms: bool) -> None:
        """The name without its suffix; what a village here is called as well says less."""
        core = names.core_of_unit(name)
        sense = self._sense(core)
        if core == name or len(core) < 2 or (sense.own and not (homonyms and sense.only_village)):
            return
        self._mean(core, out=max(OUT_SHORT if sense.own else out, sense.out))

    def village_at(self, code: str) -> int | None:
        """Index of a village by its 12 digits."""
        return self._village_at.get(code)

    def town_at(self, code: str) -> int | None:
        """Index of a town by its first 9 digits."""
        return self._town_at.get(code[:9])

    def unit_names(self) -> Mapping[str, set[str]]:
        """Spellings of each county and zone."""
        return self._unit_names


def area_of(place: Place) -> int:
    """18-digit key: a group's code in the source has 17 digits (12 + 3 + 2), the key pads it to 12 + 3 +
    3.
    """
    if len(place.group_code) == 17:
        return int(place.group_code[:15] + "0" + place.group_code[15:])
    code = place.group_code or place.grid_code or place.village_code
    return int(code.ljust(18, "0"))
