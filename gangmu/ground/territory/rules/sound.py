"""How alike two short names sound: homophones cost little, a neighbouring sound a little more, any other
slip one.

Southern speakers mix z/zh, c/ch, s/sh, n/l, f/h and the two nasal endings, and so do their typists.
"""

import os
from functools import cache
from typing import TYPE_CHECKING

from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import pypinyin
else:
    pypinyin = Later("pypinyin")

# Single characters are read here, never phrases: their dictionary would take 46 MB of every process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

HOMOPHONE, NEAR, OTHER = 0.25, 0.4, 1.0
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f"))


@cache
def spoken(character: str) -> tuple[str, ...]:
    """All syllables of a character without tones, the usual one first; the character itself where there is none."""
    found = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="default")
    return tuple(dict.fromkeys(found[0])) if found else (character,)


@cache
def readings(character: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(spoken(character))


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
    if readings(one) & readings(other):
        return HOMOPHONE
    return NEAR if folded(one) & folded(other) else OTHER


def distance(one: str, other: str) -> float:
    """Weighted edit distance; swapping two neighbours is one slip."""
    if one == other:
        return 0.0
    width = len(other)
    before: list[float] = []
    row = [float(i) for i in range(width + 1)]
    for i, a in enumerate(one):
        last, row = row, [i + 1.0]
        for j, b in enumerate(other):
            best = last[j] + (0.0 if a == b else _cost(a, b))
            best = min(best, last[j + 1] + 1, row[j] + 1)
            if i and j and a == other[j - 1] and one[i - 1] == b:
                best = min(best, before[j - 1] + 0.8)
            row.append(best)
        before = last
    return row[width]
