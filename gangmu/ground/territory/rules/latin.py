"""Addresses in Latin letters: No.82, Lianhe Village, Shuikou Subdistrict, Huicheng District, Huizhou."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, product

from gangmu.ground.territory.rules.lexicon import Lexicon
from gangmu.ground.territory.rules.names import core_of_unit
from gangmu.ground.territory.rules.scoring import Scored
from gangmu.ground.territory.rules.sound import spoken

NAMED = 10.0
LONGEST = 4  # words that one name may be written in: Hui Cheng
_WORD = re.compile(r"[a-z]+")
_VILLAGE = re.compile(r"village|cun|cunweihui")
_COMMUNITY = re.compile(r"community|neighbou?rhood|shequ|juweihui")
_SUFFIX = re.compile(r"(?:cunweihui|cun|juweihui|shequ|zhen|jiedao|qu|xian|shi)$")
Names = dict[str, list[int]]


class Latin:
    """The names of the city as they are spoken, without tones; made when the first such address comes."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._units: dict[str, str] = {}
        self._towns: Names = defaultdict(list)
        self._villages: Names = defaultdict(list)

    def read(self, raw: str) -> tuple[set[str], set[int], list[Scored]]:
        """The counties, towns and villages named, where a county of the city or the city itself is: those villages
        that lie in a town named, or in a county where no town is.
        """
        if not self._villages:
            self._learn()
        said = dict(_said(_WORD.findall(raw.lower())))
        units = {unit for name, unit in self._units.items() if name in said}
        if not units and not any(name in said for name in _spelt(self._lexicon.city)):
            return set(), set(), []
        known, villages = self._lexicon.towns, self._lexicon.villages
        towns = {
            town
            for name in said
            for town in self._towns.get(name, ())
            if not units or known[town].accepts & units
        }
        kinds = {village: kind for name, kind in said.items() for village in self._villages.get(name, ())}
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

    def _learn(self) -> None:
        for unit, names in self._lexicon.unit_names().items():
            self._units |= {spelt: unit for name in names for spelt in _spelt(core_of_unit(name))}
        for index, town in enumerate(self._lexicon.towns):
            for spelt in _spelt(town.core):
                self._towns[spelt].append(index)
        for index, village in enumerate(self._lexicon.villages):
            for spelt in _spelt(village.core) | _spelt(village.core.removesuffix("村")):
                self._villages[spelt].append(index)


def _said(words: list[str]) -> Iterator[tuple[str, str]]:
    """Every name that words may spell, and whether it is called a 'village' or 'community' ('' for neither)."""
    for start, end in combinations(range(len(words) + 1), 2):
        if end - start > LONGEST:
            continue
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
