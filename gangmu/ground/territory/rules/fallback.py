"""Names with a slip of the pen: the nearest town or village by sound and spelling, inside what is already
known.

An index by deletion (each name also under all its spellings with one syllable left out) finds everything
one slip away without comparing with all names; `sound.distance` then weighs the few that are left.
"""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from gangmu.ground.territory.rules import names
from gangmu.ground.territory.rules.doubt import namesake
from gangmu.ground.territory.rules.lexicon import Lexicon
from gangmu.ground.territory.rules.sound import OPPOSITE, distance, key

_VILLAGE = re.compile(
    r"([\u4e00-\u9fff〓]{1,5}?)((?:社区)?(?:居民委员会|村民委员会|居委会|村委会|居委|村委)|社区|社|村)"
)
_TOWN = re.compile(r"([\u4e00-\u9fff〓]{1,4}?)(街道办事处|街道办|街道|办事处|镇|乡)")
_UNIT = re.compile(r"^(?:广东省?)?(?:[\u4e00-\u9fff]{2}市)?([\u4e00-\u9fff]{2,4}?)(区|县|市)")
_STEM = re.compile(r"[\u4e00-\u9fff〓]+")
_SEPARATE = re.compile(r"[,0-9-]")


@dataclass(frozen=True, slots=True)
class Guess:
    """Something one slip away: its index, the weighted distance, the text that was read so, how it was
    written.
    """

    index: int
    distance: float
    text: str
    suffix: str
    core: str


class Deletions:
    """Names by all their spellings with at most one syllable left out; 'where' narrows a search."""

    def __init__(self) -> None:
        self._names: list[tuple[str, int, Collection[str]]] = []
        self._by_key: dict[str, list[int]] = defaultdict(list)

    def add(self, name: str, index: int, wheres: Collection[str]) -> None:
        """File `name` of the thing `index`, to be found in each of `wheres`."""
        position = len(self._names)
        self._names.append((name, index, wheres))
        for spelling in _deletions(name):
            self._by_key[spelling].append(position)

    def near(self, text: str, where: str, limit: float) -> list[tuple[int, float, str]]:
        """(index, distance, name) of all within `limit`, nearest first."""
        found: dict[int, tuple[float, str]] = {}
        seen: set[int] = set()
        for spelling in _deletions(text):
            for position in self._by_key.get(spelling, ()):
                name, index, wheres = self._names[position]
                if where not in wheres or position in seen:
                    continue
                seen.add(position)
                far = distance(text, name)
                if far <= limit and (index not in found or far < found[index][0]):
                    found[index] = (far, name)
        return sorted(((i, far, name) for i, (far, name) in found.items()), key=lambda hit: hit[1])


def _deletions(name: str) -> set[str]:
    syllables = [key(character) for character in name]
    keys = {" ".join(syllables)}
    if len(syllables) > 1:
        keys |= {" ".join(syllables[:i] + syllables[i + 1 :]) for i in range(len(syllables))}
    return keys


class Fallback:
    """Fuzzy lists of villages, towns, units, estates and roads. Villages are filed by town, unit and '*'
    (the city).
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.villages, self.towns, self.units = Deletions(), Deletions(), Deletions()
        self.estates, self.roads = Deletions(), Deletions()
        self.estate_list: list[tuple[str, int, int]] = []
        self.road_list = list(lexicon.roads)
        self.unit_list = list(lexicon.units)
        for index, town in enumerate(lexicon.towns):
            self.towns.add(town.core, index, ("*", *town.accepts))
        for index, village in enumerate(lexicon.villages):
            town = lexicon.towns[village.town]
            wheres = (town.code, *town.accepts, "*")
            self.villages.add(village.core, index, wheres)
            for name, area in village.estates.items():
                self.estates.add(name, len(self.estate_list), wheres)
                self.estate_list.append((name, index, area))
        for index, name in enumerate(self.road_list):
            towns = {lexicon.towns[lexicon.villages[v].town] for _, _, v in lexicon.roads[name]}
            self.roads.add(name, index, {where for t in towns for where in (t.code, *t.accepts, "*")})
        for index, unit in enumerate(self.unit_list):
            for name in lexicon.unit_names()[unit]:
                core = names.core_of_unit(name)
                if len(core) >= 2:
                    self.units.add(core, index, ("*",))

    def unit(self, text: str) -> str:
        """The county or zone meant by a misspelt 惠诚区 at the beginning; '' when unclear."""
        found = _UNIT.match(text)
        if not found:
            return ""
        hits = self.units.near(found[1], "*", 1.0)
        best = [hit for hit in hits if hit[1] <= hits[0][1] + 0.2]
        return self.unit_list[best[0][0]] if len({hit[0] for hit in best}) == 1 else ""

    def town(self, text: str, where: str) -> list[Guess]:
        """Towns one slip from the first …街道 / …镇 of `text`."""
        found = _TOWN.search(text)
        if not found:
            return []
        for stem in _tails(found[1]):
            hits = self.towns.near(stem, where, 1.0 if len(stem) > 1 else 0.0)
            if hits:
                return [Guess(i, far, stem + found[2], found[2], name) for i, far, name in hits]
        return []

    def village(self, text: str, where: str) -> list[Guess]:
        """Villages one slip from the beginning of `text`, those with a suffix of their own first."""
        found = _VILLAGE.match(text)
        guesses: list[Guess] = []
        if found:
            stem, suffix = found[1], found[2]
            in_town = len(where) == 9 and where.isdigit()
            limit = OPPOSITE if in_town else 1.0 if len(stem) >= 3 else 0.8 if where != "*" else 0.5
            hits = self.villages.near(stem, where, limit)
            if suffix.startswith("村"):  # which may be part of the name: 武村村委会 for 五村
                hits += self.villages.near(stem + "村", where, limit)
            # What stands there whole is no slip; doubt has dealt with it.
            guesses = [Guess(i, far, stem + suffix, suffix, name) for i, far, name in hits if far]
        if guesses:
            # What may be another village of the same kind of name is a guess only where there is no better one.
            return [guess for guess in guesses if guess.distance < OPPOSITE] or guesses
        run = _STEM.match(text)
        if not run:
            return []
        in_town = len(where) == 9 and where.isdigit()
        for size in (2, 3, 4, 5) if in_town else (3, 4, 5):
            if size > len(run[0]):
                break
            if namesake(run[0], size):
                continue
            hits = self.villages.near(run[0][:size], where, OPPOSITE if in_town else 0.5)
            extra = 0.1 if size == len(run[0]) else 0.5
            part = run[0][:size]  # as above
            guesses += [Guess(i, far + extra, part, "", name) for i, far, name in hits if name not in part]
        nearest: dict[int, Guess] = {}
        for guess in guesses:
            if guess.index not in nearest or guess.distance < nearest[guess.index].distance:
                nearest[guess.index] = guess
        return sorted(nearest.values(), key=lambda guess: guess.distance)

    def estate(self, text: str, where: str) -> list[tuple[int, int, float, str]]:
        """(village, area, distance, name) of estates one slip from the beginning of `text`."""
        run = _STEM.match(text)
        if not run:
            return []
        found: dict[int, tuple[float, str]] = {}
        for size in range(3, min(len(run[0]), 9) + 1):
            for index, far, name in self.estates.near(run[0][:size], where, 1.0):
                if index not in found or far < found[index][0]:
                    found[index] = (far, name)
        hits = [(*self.estate_list[i][1:], far, name) for i, (far, name) in found.items()]
        return sorted(hits, key=lambda hit: hit[2])

    def road(self, text: str, where: str) -> list[tuple[str, float, str]]:
        """(road, distance, text read) of roads one slip from the beginning of `text`."""
        run = _STEM.match(text)
        if not run:
            return []
        found: dict[str, tuple[float, str]] = {}
        for size in range(3, min(len(run[0]), 7) + 1):
            part = run[0][:size]
            for index, far, _ in self.roads.near(part, where, 1.0):
                name = self.road_list[index]
                if name not in found or far < found[name][0]:
                    found[name] = (far, part)
        return sorted(((name, far, part) for name, (far, part) in found.items()), key=lambda hit: hit[1])


def _tails(stem: str) -> list[str]:
    """The stem itself and its shorter ends: 城区江比 -> 城区江比, 区江比, 江比."""
    return [stem[i:] for i in range(max(1, len(stem) - 1))]


def unread(text: str, start: int) -> str:
    """Up to twelve characters from `start`, without leading separators, to the next separator or digit."""
    rest = text[start : start + 16].lstrip(",-")
    return _SEPARATE.split(rest, maxsplit=1)[0][:12]
