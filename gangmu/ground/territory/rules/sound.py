"""How alike two short names sound: homophones cost little, a neighbouring sound a little more, any other
slip one.

Southern speakers mix z/zh, c/ch, s/sh, n/l, f/h and the two nasal endings, and so do their typists.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from functools import cache

from gangmu.ground.territory.rules.lookalikes import alike
from gangmu.kernel.later import folder_of

HOMOPHONE, NEAR, OTHER = 0.25, 0.4, 1.0
ALIKE, DOUBLED, SWAPPED = 0.5, 0.5, 0.8
OPPOSITE = 1.1  # more than a slip: 上湖塘 is not 下湖塘 misspelt, but may be what is meant where nothing else is there
_OPPOSITES = frozenset("上下东西南北中里外内前后左右大小老新旧头尾高低一二三四五六七八九十")
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f"))
_ENTRY = re.compile(r'"(\d+)": "([^"]+)"')
_TONES = dict.fromkeys(map(ord, "\u0304\u0301\u030c\u0300"))
Syllables = tuple[str, ...]


@cache
def _table() -> tuple[array[int], array[int], list[Syllables]]:
    """The characters that pypinyin knows, in order; where the syllables of each stand; and these.

    Its own dictionaries would take 11 MB of a process for characters, and 46 for phrases, which nobody asks for here.
    """
    text = (folder_of("pypinyin") / "pinyin_dict.json").read_text("utf-8")
    points, places = array("I"), array("H")
    kinds: dict[str, int] = {}
    for found in _ENTRY.finditer(text):  # in order, as they stand there
        points.append(int(found[1]))
        places.append(kinds.setdefault(found[2], len(kinds)))
    return points, places, [_syllables(said) for said in kinds]


def _syllables(said: str) -> Syllables:
    """líng,yuán,xīng without tones, each once; ü is written v."""
    bare = unicodedata.normalize("NFD", said).translate(_TONES)
    return tuple(dict.fromkeys(unicodedata.normalize("NFC", bare).replace("ü", "v").split(",")))


@cache
def spoken(character: str) -> Syllables:
    """All syllables of a character without tones, the usual one first; the character itself where there is none."""
    points, places, kinds = _table()
    at = bisect_left(points, ord(character))
    known = at < len(points) and points[at] == ord(character)
    return kinds[places[at]] if known else (character,)


@cache
def readings(character: str) -> frozenset[str]:
    """The usual ones: the rare ones of 和 and 青 make them sound like 甫 and 津, which nobody mixes up."""
    return frozenset(spoken(character)[:2])


@cache
def folded(character: str) -> frozenset[str]:
    """The readings with the commonly mixed sounds made one."""
    return frozenset(_fold(syllable) for syllable in readings(character))


@cache
def key(character: str) -> str:
    """One folded reading, for index keys."""
    return min(folded(character))


def _fold(syllable: str) -> str:
    for long, short in _INITIALS:
        if syllable.startswith(long):
            syllable = short + syllable[len(long) :]
            break
    return syllable[:-1] if syllable.endswith("ng") else syllable


def _cost(one: str, other: str) -> float:
    if not ("\u4e00" <= one <= "\u9fff" and "\u4e00" <= other <= "\u9fff"):
        return HOMOPHONE  # one was lost (normalise.UNREAD), or is so rare that it is written in many ways
    if one in _OPPOSITES and other in _OPPOSITES:
        return OPPOSITE
    if readings(one) & readings(other):
        return HOMOPHONE
    if folded(one) & folded(other):
        return NEAR
    return ALIKE if other in alike(one) else OTHER


def distance(one: str, other: str) -> float:
    """Weighted edit distance; a character written twice or two neighbours swapped are less than one slip."""
    if one == other:
        return 0.0
    width = len(other)
    before: list[float] = []
    row = [float(i) for i in range(width + 1)]
    for i, a in enumerate(one):
        last, row = row, [i + 1.0]
        for j, b in enumerate(other):
            best = last[j] + (0.0 if a == b else _cost(a, b))
            left_out = DOUBLED if i and a == one[i - 1] else 1
            put_in = DOUBLED if j and b == other[j - 1] else 1
            best = min(best, last[j + 1] + left_out, row[j] + put_in)
            if i and j and a == other[j - 1] and one[i - 1] == b:
                best = min(best, before[j - 1] + SWAPPED)
            row.append(best)
        before = last
    return row[width]
