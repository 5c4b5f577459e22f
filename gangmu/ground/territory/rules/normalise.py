"""One spelling for one address: NFKC, simplified characters, no invisible ones, no telephone numbers.

Spaces vanish (people write 惠 城 区), other punctuation becomes a comma, because a comma is evidence:
names do not run across it. House numbers stay as they are; `number` reads them, Chinese or Arabic.
"""

import re
import unicodedata
from functools import cache
from importlib import resources

# Characters that mean the same in place names although no conversion table says so: 巺寮 is a misspelling
# in the official list itself, 墟 and 圩 are both written for a market town.
_SAME = {
    "巺": "巽",
    "墟": "圩",
    "邨": "村",
    "岀": "出",
    "玍": "生",
    "囗": "口",
    "亍": "街",
    "ニ": "二",
    "〇": "零",
}
_KEPT = set("-#")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "壹": 1, "贰": 2, "叁": 3}
_NUMERALS = "零一二三四五六七八九十"


def _table() -> dict[int, str | None]:
    """Every character that is not left as it is: traditional, invisible, space, punctuation."""
    table: dict[int, str | None] = {}
    source = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    for line in source.read_text("utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified:
            table[ord(traditional)] = simplified.split(" ")[0]
    for point in range(0x10000):
        character = chr(point)
        category = unicodedata.category(character)
        if category in {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Co", "Sk"}:
            table[point] = None
        elif category[0] in "PS" and character not in _KEPT:
            table[point] = ","
    for point in range(ord("A"), ord("Z") + 1):
        table[point] = chr(point)
    table.update({ord(k): v for k, v in _SAME.items()})
    for dash in "‐‑‒–—―−－﹣":
        table[ord(dash)] = "-"
    for mark in "_~":
        table[ord(mark)] = "-"
    return {point: value for point, value in table.items() if value is None or value != chr(point)}


_TABLE = _table()
_SPECIAL = frozenset(map(chr, _TABLE))
_LONG_DIGITS = re.compile(r"(?:\(?0\d{2,3}-)?\d{7,}[Xx]?|\d{3,4}-\d{3,4}-\d{4}")
_ROAD_ORDINAL = re.compile(r"(?<=[\u4e00-\u9fff])(\d{1,2})(?=(?:号?[路街]|大道))")


def normalise(text: str) -> str:
    """The spelling that patterns and addresses are compared in."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if not _SPECIAL.isdisjoint(text):
        text = text.translate(_TABLE).strip(",-")
    return text


def clean(text: str) -> str:
    """`normalise`, and besides: telephone and document numbers out, 演达1路 written 演达一路."""
    text = normalise(text)
    if _LONG_DIGITS.search(text):
        text = _LONG_DIGITS.sub(",", text)
    return _ROAD_ORDINAL.sub(lambda found: chinese(int(found[1])), text)


def number(text: str) -> int:
    """House or group number written in Arabic or Chinese digits; -1 when it is none."""
    if text.isascii():
        return int(text) if text.isdigit() else -1
    total = section = 0
    for character in text:
        if character in _DIGITS:
            section = (
                section * 10 + _DIGITS[character] if section and "十" not in text else _DIGITS[character]
            )
        elif character in "十百":
            total += (section or 1) * (10 if character == "十" else 100)
            section = 0
        else:
            return -1
    return total + section


@cache
def chinese(value: int) -> str:
    """1 to 99 in Chinese: 12 -> 十二."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return head + (_NUMERALS[ones] if ones or not head else "")
