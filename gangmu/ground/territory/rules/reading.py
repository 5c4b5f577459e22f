"""Reading one address: which names stand in it, and what each can be at the place where it stands."""

import re
from dataclasses import dataclass, field

from gangmu.ground.territory.rules.doubt import AFTER_DIRECTLY, BOUNDARY, ROAD_AFTER, doubt_of, left_of
from gangmu.ground.territory.rules.lexicon import (
    OUT_CITY,
    OUT_CORE,
    OUT_COUNTY,
    OUT_SHORT,
    OUT_TOWN,
    Lexicon,
    Sense,
)
from gangmu.ground.territory.rules.normalise import chinese, number
from gangmu.ground.territory.rules.spans import Token, tokens_of

_NUMBER = re.compile(
    r"[,-]?(?:门牌|第|No\.?|no\.?)?([0-9]{1,4}|[零一二三四五六七八九十百两]{1,5}(?=号))(?![0-9])(?!组|队|小组|栋|幢|座|单元|楼|层|室|路|期|区)"
)
_GROUP = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:村民|居民)?小?[组队](?!团)")
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_TOWNLIKE = re.compile(r"(?:镇|乡|街道|街道办|办事处)$")
_PLACE = re.compile(r"[\u3400-\u9fff]{1,5}?(?:省|市|县|区|镇|乡|街道|村|居委)")
_BORNE = re.compile(r"商会|大厦|酒店|宾馆|同乡会|会馆|办事处")  # 深圳的惠州大厦
_EMPLOYER = re.compile(r"[^,]{0,12}?(?:公司|集团|商会|工程队|项目部|工地)")
_COUNTRY = {"", "中国", "广东", "广东省", "中国广东", "中国广东省", "住址", "地址", "家住"}


@dataclass(slots=True)
class Reading:
    """The names of one address by kind, in the order of the text.

    `units` and `towns` hold (which, written in full, start), `villages` (name, doubt), `estates` (sense,
    doubt), `roads` (name, house number or -1); `out` is the strongest sign of elsewhere, at `out_at`.
    """

    text: str
    tokens: list[Token]
    city: int = -1
    units: list[tuple[str, bool, int]] = field(default_factory=list)
    towns: list[tuple[int, bool, int]] = field(default_factory=list)
    villages: list[tuple[Token, str]] = field(default_factory=list)
    estates: list[tuple[Sense, str]] = field(default_factory=list)
    roads: list[tuple[str, int]] = field(default_factory=list)
    group: str = ""
    group_at: int = -1
    first_place: int = -1
    out: int = 0
    out_at: int = -1
    out_text: str = ""
    admin_end: int = 0
    former: bool = False


def read(lexicon: Lexicon, text: str) -> Reading:
    """Sort the names of an address by what they can be at the place where they stand."""
    reading = Reading(text, tokens_of(lexicon, text))
    last_end = 0
    cut_short = False
    starts = {token.start for token in reading.tokens if not token.sense.out}
    for token in reading.tokens:
        sense, start, end = token.sense, token.start, token.end
        if sense.out and _outside(reading, token, last_end):
            cut_short = False
        elif sense.out and not sense.own:
            continue
        elif sense.road:
            if reading.first_place < 0:
                reading.first_place = start
            reading.roads.append((sense.road, house_number(text, end)))
            cut_short = False
        elif (sense.units or sense.city) and _is_unit(reading, token):
            cut_short = not sense.unit_full
        elif sense.towns and _is_town(reading, token):
            cut_short = not sense.town_full
        else:
            _take_place(reading, token, (last_end, cut_short), end in starts)
            cut_short = False
        last_end = end
    if not reading.group and ("组" in text or "队" in text):
        reading.group = _numbered_group(text)
    return reading


def _take_place(reading: Reading, token: Token, before: tuple[int, bool], name_follows: bool) -> None:
    """Take a village, an estate or a group. `before`: end of the last name, whether its suffix is missing."""
    sense, text = token.sense, reading.text
    if reading.first_place < 0:
        reading.first_place = token.start
    if sense.group and not reading.group and (reading.villages or reading.towns or not sense.villages):
        reading.group, reading.group_at = sense.group, token.start
    if sense.estates:
        reading.estates.append((sense, left_of(text, token.start, *before, BOUNDARY)))
    if sense.villages and (reading.towns or not sense.towns):
        reading.villages.append((token, doubt_of(text, token, *before, name_follows)))


def _is_unit(reading: Reading, token: Token) -> bool:
    """Take the name of the city, a county or a zone, unless a road bears it (惠州大道)."""
    sense = token.sense
    if ROAD_AFTER.match(reading.text, token.end):
        return False
    if sense.city and reading.out and _BORNE.match(reading.text, token.end):
        return False
    if sense.city and reading.city < 0:
        reading.city = token.start
    for unit in sense.units:
        reading.units.append((unit, sense.unit_full, token.start))
    reading.admin_end = token.end
    return True


def _is_town(reading: Reading, token: Token) -> bool:
    """Take the name of a town; a bare name that is said a second time is its village (水口街道水口)."""
    sense = token.sense
    if not sense.town_full and ROAD_AFTER.match(reading.text, token.end):
        return False
    known = {town for town, _, _ in reading.towns}
    again = bool(known) and bool(sense.villages) and not sense.town_full
    if again and not known.intersection(sense.towns):
        return False
    for town in sense.towns:
        reading.towns.append((town, sense.town_full, token.start))
    if again:
        return False
    reading.admin_end = token.end
    return True


def _numbered_group(text: str) -> str:
    """3组, 第三村民小组, 三队 -> 第三小组; '' for none."""
    found = _GROUP.search(text)
    value = number(found[1]) if found else 0
    return f"第{chinese(value)}小组" if 0 < value < 100 else ""


def house_number(text: str, end: int) -> int:
    """The house number that follows a road's name at `end`; -1 for none."""
    found = _NUMBER.match(text, end)
    return number(found[1]) if found else -1


def unread_before(reading: Reading) -> str:
    """What stands unread between the last county or town and the first village, estate or road."""
    gap = reading.text[reading.admin_end : reading.first_place] if reading.first_place > 0 else ""
    return gap if _HAN.search(gap) else ""


def looks_like_town(text: str) -> bool:
    """True for …镇, …街道 and the like."""
    return bool(_TOWNLIKE.search(text))


def _leads_away(reading: Reading, end: int) -> bool:
    """Whether a place follows at `end` that may lie elsewhere: another name of elsewhere, or one that is not read on
    the way to a town or county of the city.
    """
    place = _PLACE.match(reading.text, end)
    for token in reading.tokens:
        if token.start == end and token.sense.out:
            return True
        if place and end < token.start < place.end() and (token.sense.units or token.sense.town_full):
            return False
    return place is not None


def _outside(reading: Reading, token: Token, last_end: int) -> bool:
    """Note the strongest sign that the address lies elsewhere; False where the name is none after all."""
    kind = token.sense.out
    if _part_of_another(reading, token, last_end) or (
        kind in {OUT_SHORT, OUT_CORE} and not _leads(reading, token)
    ):
        return False
    if kind in {OUT_COUNTY, OUT_TOWN} and (reading.city >= 0 or reading.units or reading.towns):
        return False
    if kind > reading.out:
        reading.out, reading.out_at = kind, token.start
        reading.out_text = reading.text[token.start : token.end]
    return True


def _part_of_another(reading: Reading, token: Token, last_end: int) -> bool:
    """True where a name of elsewhere is only part of a road's, a village's or an employer's."""
    text, end, kind = reading.text, token.end, token.sense.out
    if kind in {OUT_CITY, OUT_COUNTY} and text[end : end + 1] in set("场委政路街"):
        return True
    if kind in {OUT_COUNTY, OUT_TOWN} and left_of(text, token.start, last_end, False, BOUNDARY):
        return True
    return bool(reading.villages and _EMPLOYER.match(text, end))


def _leads(reading: Reading, token: Token) -> bool:
    """Whether a name of elsewhere without its suffix stands where an address begins, and is no building's."""
    text, end = reading.text, token.end
    if text[: token.start] not in _COUNTRY and reading.out < OUT_COUNTY:
        return False
    if (
        AFTER_DIRECTLY.match(text, end)
        or text[end + 1 : end + 3] == "街道"
        or text[end + 1 : end + 2] == "镇"
    ):
        return False
    return token.sense.out == OUT_CORE or _leads_away(reading, end)
