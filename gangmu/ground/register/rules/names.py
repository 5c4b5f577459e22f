"""Names of persons: one normal form, a key to compare by, a key to sort by, a mask."""

import re
from enum import StrEnum

from gangmu.ground.register.rules.text import clean
from gangmu.ground.territory.rules.normalise import simplified
from gangmu.ground.territory.rules.sound import spoken


class Likeness(StrEnum):
    """How two written names stand to each other."""

    SAME = "same"
    VARIANT = "variant"
    """One name in two writings: traditional form, spacing, case, a rare character as pinyin or as a blank."""
    DIFFERENT = "different"


_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PLAIN_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
"""A name that normalising leaves alone, as nearly all are."""
_HAN_ONE = re.compile(f"[{_HAN}]")
_UNIT = re.compile(f"[{_HAN}]|[A-Z]+|[?*□■_#]|[^\\s]")
_DOTS = re.compile(r"\s*[·•・‧∙⋅●．.﹒･]\s*")
_HAN_GAP = re.compile(f"(?<=[{_HAN}])\\s+(?=[{_HAN}])")
_BRACKETS = re.compile(r"\s*[(（\[【〔{].*$")
_WILD = frozenset("?*□■_#")
_NOT_NAMES = frozenset(
    [
        "无",
        "不详",
        "未知",
        "不明",
        "没有",
        "姓名",
        "名字",
        "空",
        "暂无",
        "未提供",
        "不清楚",
        "本人",
        "某某",
        "某",
        "匿名",
        "先生",
        "女士",
        "同上",
        "NONE",
        "NULL",
        "NA",
        "N/A",
        "NAN",
        "UNKNOWN",
        "TEST",
        "测试",
    ]
)
_COMPOUND = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "左丘",
        "东门",
        "西门",
    ]
)
_SURNAME_READINGS = {
    "单": "shan", "解": "xie", "仇": "qiu", "曾": "zeng", "区": "ou", "查": "zha",
    "任": "ren", "朴": "piao", "盖": "ge", "覃": "qin", "缪": "miao", "翟": "zhai",
    "冼": "xian", "员": "yun", "召": "shao", "乐": "yue", "洗": "xian", "秘": "bi",
    "种": "chong", "折": "she", "黑": "he", "繁": "po", "宓": "fu", "佴": "nai",
    "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai",
    "令狐": "ling hu", "吕": "lv", "阚": "kan", "卜": "bu", "重": "chong", "柏": "bai",
}  # fmt: skip


def normalise_name(raw: str) -> str:
    """The name as it is shown: half-width, one kind of middle dot (·), no spaces between Chinese characters.

    Traditional characters stay as written. Latin names keep single spaces and their case.
    """
    if PLAIN_NAME.fullmatch(raw):
        return raw
    text = " ".join(clean(raw).split())
    text = _HAN_GAP.sub("", text)
    return _DOTS.sub("·", text).strip(" ·,;:，；：、'\"") if _HAN_ONE.search(text) else text.strip(" ,;:'\"")


def split_note(name: str) -> tuple[str, str]:
    """A normalised name and the note in brackets behind it: "李某(之子)" gives the name and "之子"."""
    match = _BRACKETS.search(name)
    if match is None or match.start() == 0:
        return name, ""
    return name[: match.start()], name[match.start() :].strip(" ()（）[]【】〔〕{}")


def is_usable_name(name: str) -> bool:
    """Whether a normalised name could be called out at a door: not 不详, not a number, not punctuation."""
    if PLAIN_NAME.fullmatch(name):
        return name not in _NOT_NAMES
    letters = sum(c.isalpha() for c in name)
    digits = sum(c.isdigit() for c in name)
    return letters > 0 and letters > digits and name.upper() not in _NOT_NAMES and len(name) <= 80


def comparison_key(name: str) -> str:
    """Folded for comparison: simplified, upper case, without spaces, dots and bracketed notes. Never
    shown.
    """
    if PLAIN_NAME.fullmatch(name):
        return name.translate(simplified())
    text = split_note(normalise_name(name))[0].translate(simplified()).upper()
    return "".join(c for c in text if c not in " ·-'’,.")


def _syllables(name: str) -> list[str]:
    surname = name[:2] if name[:2] in _COMPOUND else name[:1]
    start: list[str] = _SURNAME_READINGS.get(surname, "").split()
    if not start:
        start = [spoken(c)[0] for c in surname]
    return start + [spoken(c)[0] for c in name[len(surname) :]]


def sort_key(name: str) -> str:
    """Pinyin by syllable with surnames read as surnames (单 is shan), then the name itself, so ties are
    stable.
    """
    text = name if PLAIN_NAME.fullmatch(name) else split_note(normalise_name(name))[0]
    if not _HAN_ONE.search(text):
        return text.lower()
    return f"{' '.join(_syllables(text.translate(simplified())))} {text}"


def same_person_name(a: str, b: str) -> Likeness:  # noqa: PLR0911 (each excludes something)
    """Whether two written names may be one person's.

    VARIANT covers traditional against simplified, spacing, dots, case, word order of Latin names, a whole
    name in pinyin, and one character given as its pinyin or as a blank (?, *, □). Anything else is
    DIFFERENT, homophones too.
    """
    if a == b and a:
        return Likeness.SAME
    one, two = normalise_name(a), normalise_name(b)
    if not one or not two:
        return Likeness.DIFFERENT
    if one == two:
        return Likeness.SAME
    key_one, key_two = comparison_key(one), comparison_key(two)
    if not key_one or not key_two:
        return Likeness.DIFFERENT
    if key_one == key_two or _one_blank(key_one, key_two) or _same_words(one, two):
        return Likeness.VARIANT
    if _is_pinyin_of(key_one, key_two) or _is_pinyin_of(key_two, key_one):
        return Likeness.VARIANT
    return Likeness.DIFFERENT


def _same_words(a: str, b: str) -> bool:
    if _HAN_ONE.search(a) or _HAN_ONE.search(b):
        return False
    words_a, words_b = (sorted(re.findall(r"[^\W\d_]+", x.upper())) for x in (a, b))
    return len(words_a) > 1 and words_a == words_b


def _is_pinyin_of(latin: str, chinese: str) -> bool:
    if not (latin.isascii() and latin.isalpha()) or not 2 <= len(chinese) <= 6:
        return False
    if not all(_HAN_ONE.match(c) for c in chinese):
        return False
    syllables = [s.upper() for s in _syllables(chinese)]
    surname = 2 if chinese[:2] in _COMPOUND else 1
    return latin in ("".join(syllables), "".join(syllables[surname:] + syllables[:surname]))


def _one_blank(a: str, b: str) -> bool:
    units_a, units_b = _UNIT.findall(a), _UNIT.findall(b)
    if len(units_a) != len(units_b) or len(units_a) < 2:
        return False
    unequal = [(x, y) for x, y in zip(units_a, units_b, strict=True) if x != y]
    if len(unequal) != 1:
        return False
    x, y = unequal[0]
    if x in _WILD or y in _WILD:
        return True
    for latin, character in ((x, y), (y, x)):
        if latin.isascii() and latin.isalpha() and _HAN_ONE.match(character):
            return latin.lower().replace("v", "u") in {
                r.replace("ü", "u").replace("v", "u") for r in spoken(character)
            }
    return False


def mask_name(name: str) -> str:
    """A name that can stand on a list: 张*, 张*丰, 欧阳*, J*** S***."""
    text = normalise_name(name)
    if not text:
        return ""
    if not _HAN_ONE.search(text):
        return " ".join(word[0] + "***" for word in text.split())
    if len(text) > 3 and text[:2] in _COMPOUND:
        return text[:2] + "*" * (len(text) - 3) + text[-1]
    if text[:2] in _COMPOUND:
        return text[:2] + "*" * (len(text) - 2)
    return text[0] + "*" if len(text) <= 2 else text[0] + "*" * (len(text) - 2) + text[-1]
