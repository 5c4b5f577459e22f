"""The slips of people who type names: a wrong character, a missing one, two swapped, one that sounds the
same.
"""

import random
from collections import defaultdict
from functools import cache
from importlib import resources

from gangmu.ground.territory.rules.sound import spoken

COMMON = (
    "一二三大小上下中天人口山水木火土王李张刘陈新老东南西北龙凤金银福安平和光明红青白黄花石田江"
    "河湖海港城乡园林桥井坑塘岭坪围屋楼沙洲埔岗"
)


def slip(name: str, chance: random.Random) -> str:
    """One character replaced, left out (of three or more) or swapped with its neighbour."""
    place = chance.randrange(len(name))
    way = chance.choice(("replace", "drop", "swap") if len(name) > 2 else ("replace", "swap"))
    if way == "drop":
        return name[:place] + name[place + 1 :]
    if way == "swap":
        place = min(place, len(name) - 2)
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + chance.choice(COMMON) + name[place + 1 :]


@cache
def _by_sound() -> dict[str, str]:
    """Characters of GB2312 by their sound."""
    sounds: dict[str, str] = defaultdict(str)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            sounds[spoken(character)[0]] += character
    return dict(sounds)


def homophone(name: str, chance: random.Random) -> str:
    """One character replaced by another of the same sound; '' where there is none."""
    place = chance.randrange(len(name))
    sound = spoken(name[place])[0]
    others = [character for character in _by_sound().get(sound, "") if character != name[place]]
    return name[:place] + chance.choice(others) + name[place + 1 :] if others else ""


def widened(text: str) -> str:
    """ASCII in its full-width forms."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@cache
def _traditional() -> dict[int, str]:
    source = resources.files("opencc") / "dictionary" / "STCharacters.txt"
    pairs = (line.split("\t") for line in source.read_text("utf-8").splitlines())
    return {ord(simple): rest.split(" ")[0] for simple, rest in pairs if len(simple) == 1}


def traditional(text: str) -> str:
    """The text in traditional characters."""
    return text.translate(_traditional())


def spaced(text: str, chance: random.Random) -> str:
    """Spaces, dashes and invisible characters between the characters."""
    gaps = ("", "", "", " ", "\u200b", "　", "\ufeff")
    return "".join(character + chance.choice(gaps) for character in text)
