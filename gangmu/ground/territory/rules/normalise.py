"""One spelling for one address: NFKC, simplified characters, no invisible ones, no telephone numbers.

Spaces vanish (people write 惠 城 区), other punctuation becomes a comma, because a comma is evidence:
names do not run across it. House numbers stay as they are; `number` reads them, Chinese or Arabic.
"""

import re
import unicodedata
from functools import cache

from gangmu.kernel.later import folder_of

# Characters that mean the same in place names although no conversion table says so: 巺寮 is a misspelling
# in the official list itself, 墟 and 圩 are both written for a market town, 塘吓 and 塘下 for what lies below a pond.
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
    "吓": "下",
    "仔": "子",
} | dict.fromkeys("‐‑‒–—―−－﹣_~", "-")
UNREAD = "〓"
"""The printer's sign for a character that is missing: lost by a character set (油?园村), or typed as it sounds."""
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Co", "Sk"}
_KEPT = set("-#") | {UNREAD}
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "壹": 1, "贰": 2, "叁": 3}
_NUMERALS = "零一二三四五六七八九十"


@cache
def simplified() -> dict[int, str]:
    """Traditional → simplified, character by character, from OpenCC's table."""
    table: dict[int, str] = {}
    for line in (folder_of("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines():
        traditional, _, simple = line.partition("\t")
        if len(traditional) == 1 and simple:
            table[ord(traditional)] = simple.split()[0]
    return table


class _Spelling(dict[int, str | None]):
    """What becomes of characters, found out for each when it first comes: for all of them it would take 3 MB."""

    def __missing__(self, point: int) -> str | None:
        becomes = self[point] = _becomes(point)
        return becomes


def _becomes(point: int) -> str | None:
    """Simplified, a comma for punctuation, nothing for what is invisible, else itself."""
    character = chr(point)
    if character in _SAME:
        return _SAME[character]
    category = unicodedata.category(character) if point < 0x10000 else ""
    if category in _INVISIBLE:
        return None
    if category[:1] in ("P", "S") and character not in _KEPT:
        return ","
    return simplified().get(point, character)


def _special() -> re.Pattern[str]:
    """Any character that does not stay as it is; of the rare ones beyond U+FFFF any at all."""
    changed = "".join(f"\\u{point:04x}" for point in range(0x10000) if _becomes(point) != chr(point))
    return re.compile(rf"[{changed}\U00010000-\U0010ffff]")


_SPELLING, _SPECIAL = _Spelling(), _special()
_ODD = re.compile(
    r"[a-z?？□■*#〓\ufffd&<嗯呃啊那就然的谢对]"
)  # without which none of the three below is there
_SPOKEN = re.compile(r"嗯|呃|啊|那个|就是|然后|(?<=[省市县区镇乡道])的|(?:谢谢|对)+(?=\W*$)")
"""What is said between two names while somebody thinks."""
_UNREAD = re.compile(r"(?<=[\u4e00-\u9fff])(?:[?？□■*#〓\ufffd]{1,2}|[a-z]{2,6})(?=[\u4e00-\u9fff])")
_MARKUP = re.compile(r"&(?:nbsp|#160|ensp|emsp|#8203);|<br ?/?>")
_LONG_DIGITS = re.compile(r"(?:\(?0\d{2,3}-)?\d{7,}[Xx]?|\d{3,4}-\d{3,4}-\d{4}")
_ORDINAL = re.compile(
    r"[0-9](?:[0-9]?(?=号?[路街]|大道)"
    r"|(?=[\u4e00-\u9fff])(?![号栋幢座单楼层室巷路街区期组队排门弄户人个月日时年天级度次]))"
)


def normalise(text: str) -> str:
    """The spelling that patterns and addresses are compared in."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if _SPECIAL.search(text):
        text = text.translate(_SPELLING).strip(",-")
    return text


def clean(text: str) -> str:
    """`normalise`, and besides: telephone and document numbers out, numbers in names of roads and villages in words."""
    if _ODD.search(text):
        text = _UNREAD.sub(UNREAD, _SPOKEN.sub("", _MARKUP.sub("", text)))
    text = normalise(text)
    if _LONG_DIGITS.search(text):
        text = _LONG_DIGITS.sub(",", text)
    return _ORDINAL.sub(_worded, text)


def _worded(found: re.Match[str]) -> str:
    """A number in a name, which stands behind another character of it."""
    before = found.string[found.start() - 1 : found.start()]
    return chinese(int(found[0])) if "\u4e00" <= before <= "\u9fff" else found[0]


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
