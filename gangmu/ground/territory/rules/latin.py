"""Addresses in Latin letters: No.82, Lianhe Village, Shuikou Subdistrict, Huicheng District, Huizhou."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from gangmu.ground.territory.rules.lexicon import Lexicon
from gangmu.ground.territory.rules.names import core_of_unit
from gangmu.ground.territory.rules.scoring import Scored
from gangmu.ground.territory.rules.sound import spoken

NAMED = 10.0
LONGEST = 4  # words that one name may be written in: Hui Cheng
MOST = 100  # words of an address that are read
_WORD = re.compile(r"[a-z]+")
_VILLAGE = re.compile(r"village|cun|cunweihui")
_COMMUNITY = re.compile(r"community|neighbou?rhood|shequ|juweihui")
_SUFFIX = re.compile(r"(?:cunweihui|cun|juweihui|shequ|zhen|jiedao|qu|xian|shi)$")
Names = dict[str, list[int]]


class Latin:
    """The names of the city as they are spoken, without tones; made when the first such address comes."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names: tuple[dict[str, str], Names, Names] | None = None  # of units, towns, villages

    def read(self, raw: str) -> tuple[set[str], set[int], list[Scored]]:
        """The counties, towns and villages named, where a county of the city or the city itself is: those villages
        that lie in a town named, or in a county where no town is.
        """
        spelt_units, spelt_towns, spelt_villages = self._names = self._names or self._learn()
        said = dict(_said(_WORD.findall(raw.lower())[:MOST]))
        units = {unit for name, unit in spelt_units.items() if name in said}
        if not units and not any(name in said for name in _spelt(self._lexicon.city)):
            return set(), set(), []
        known, villages = self._lexicon.towns, self._lexicon.villages
        towns = {
            town
            for name in said
            for town in spelt_towns.get(name, ())
            if not units or known[town].accepts & units
        }
        kinds = {village: kind for name, kind in said.items() for village in spelt_villages.get(name, ())}
        here = [
            v
            for v in kinds
            if villages[v].town in towns or (not towns and known[villages[v].town].accepts & units)
        ]
        # Lianhe Village in Liangjing Town, where there is a Liangjing Village, too.
        called = [v for v in here if kinds[v]]
        meant = [v for v in called if (kinds[v] == "community") == (villages[v].kind == "community")]
        found = [
            Scored(v, NAMED, NAMED, NAMED, "", villages[v].town in towns, True, reasons=["name-latin"])
            for v in sorted(meant or called or here)
        ]
        return units, towns, found

    def _learn(self) -> tuple[dict[str, str], Names, Names]:
        units: dict[str, str] = {}
        towns: Names = defaultdict(list)
        villages: Names = defaultdict(list)
        for unit, names in self._lexicon.unit_names().items():
            units |= {spelt: unit for name in names for spelt in _spelt(core_of_unit(name))}
        for index, town in enumerate(self._lexicon.towns):
            for spelt in _spelt(town.core):
                towns[spelt].append(index)
        for index, village in enumerate(self._lexicon.villages):
            for spelt in _spelt(village.core) | _spelt(village.core.removesuffix("村")):
                villages[spelt].append(index)
        return units, towns, villages


def _said(words: list[str]) -> Iterator[tuple[str, str]]:
    """Every name that words may spell, and whether it is called a 'village' or 'community' ('' for neither)."""
    spans = ((start, start + size) for start in range(len(words)) for size in range(1, LONGEST + 1))
    for start, end in spans:
        name, follower = "".join(words[start:end]), words[end] if end < len(words) else ""
        bare = _SUFFIX.sub("", name)
        called = name[len(bare) :] or follower
        kind = (
            "village" if _VILLAGE.fullmatch(called) else "community" if _COMMUNITY.fullmatch(called) else ""
        )
        yield from ((name, kind), (bare, kind))


def _spelt(name: str) -> set[str]:
    """A name as it may be spoken: 长龙 is changlong, or zhanglong to whoever reads it so."""
    return {"".join(syllables) for syllables in product(*(spoken(character)[:2] for character in name))}
