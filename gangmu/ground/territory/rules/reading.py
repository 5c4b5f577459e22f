"""Reading one address: which names stand in it, in which order, and which of them are only part of another name.

三新村路 is a road, 三新幼儿园 a kindergarten, and the address before 现住 is not where the person is.
"""

import re
from dataclasses import dataclass, field

from gangmu.ground.territory.rules import names
from gangmu.ground.territory.rules.lexicon import OUT_CITY, OUT_CORE, OUT_COUNTY, OUT_TOWN, Lexicon, Sense
from gangmu.ground.territory.rules.normalise import chinese, number

_CURRENT = re.compile(
    r"(?:现居住?(?:地址|地|在|于)?|现暂?住(?:地址|址|地|在|于)?|实际居住(?:地址|地)?|目前(?:居?住|在)|现地址|现在(?:居?住)?"
    r"|(?<!原)(?<!前)居住地址?|暂住(?:地址|址|地|在|于)?|搬[到至]|迁[到至]|隔离(?:地点|地址|点|地|于|在)?|返回|回到)[为是:,]*"
)
_FORMER = re.compile(
    r"(?:户籍(?:所在地|地址|地)?|户口(?:所在地|地址|地)?|原籍|籍贯|原居?住(?:地址|址|地)?|曾居?住(?:地|址)?|原址|原地址|旧址"
    r"|老家|以前住|之前住|前住址|搬自|来自|从)[为是:,在于]*"
)
_ANY_MARK = re.compile("[现户原籍曾旧老以之前搬迁来从实目居暂隔返回]")
_NAMESAKES = (
    r"(?:花园|花苑|花城|大厦|广场|公寓|酒店|宾馆|旅馆|旅店|招待所|民宿|客栈|饭店|学校|小学|中学|幼儿园|大学|学院|医院|卫生院"
    r"|市场|商场|超市|商城|工业|科技园|产业园|工厂|厂|公司|大道|[东南西北中一二三四五六七八九]?路|[一二三四五六七八九横直]?街|大桥|巷|公园|豪庭|名苑|嘉园|家园|雅苑|豪苑"
    r"|豪园|华庭|华府|名城|名都|国际|派出所|加油站|隧道|收费站|水库|码头|银行|新城|新村|别墅|山庄|会所|车站|站|大楼|楼盘|雅居|阁|轩|天地|世家|公馆)"
)
_AFTER_DIRECTLY = re.compile(_NAMESAKES)
_AFTER_NAME = re.compile(r"[\u4e00-\u9fff]{0,2}?" + _NAMESAKES)
_ROAD_AFTER = re.compile(r"(?:大道|[东南西北中一二三四五六七八九]?路|街(?!道)|[横直]街|巷|大桥|口岸|高速)")
_BOUNDARY = set(
    "市区县镇乡道村居会社号栋幢座楼层室路街巷园厦场苑城庭府湾址住在于地为是到省国办处组队户内的旁边至返回,-"
)
_ADMINISTRATIVE = set("市区县镇乡道村居会社号栋幢座路街巷址住在于是到办处,-")
_NUMBER = re.compile(
    r"[,-]?(?:门牌|第|No\.?|no\.?)?([0-9]{1,4}|[零一二三四五六七八九十百两]{1,5}(?=号))(?![0-9])(?!组|队|小组|栋|幢|座|单元|楼|层|室|路|期|区)"
)
_GROUP = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:村民|居民)?小?[组队](?!团)")
_COUNTRY = {"", "中国", "广东", "广东省", "中国广东", "中国广东省", "住址", "地址", "家住"}


@dataclass(slots=True)
class Token:
    """One name found, at `start`..`end` of the text read."""

    start: int
    end: int
    sense: Sense


@dataclass(slots=True)
class Reading:
    """The names of one address by kind. `towns`: (index, written in full, start). `villages`: (index, strength, start, kind of doubt)."""

    text: str
    tokens: list[Token]
    city: int = -1
    units: list[tuple[str, bool, int]] = field(default_factory=list)
    towns: list[tuple[int, bool, int]] = field(default_factory=list)
    villages: list[tuple[Sense, float, int, str]] = field(default_factory=list)
    estates: list[tuple[Sense, str]] = field(default_factory=list)
    roads: list[tuple[str, int]] = field(default_factory=list)
    group: str = ""
    out: int = 0
    out_at: int = -1
    out_text: str = ""
    admin_end: int = 0
    former: bool = False


def present(text: str) -> tuple[str, bool]:
    """The part that says where the person is now, and whether only a former or registered address was given."""
    if not _ANY_MARK.search(text):
        return text, False
    now = None
    for now in _CURRENT.finditer(text):
        pass
    if now is not None and len(text) - now.end() >= 2:
        rest = text[now.end() :]
        former = _FORMER.search(rest)
        if former is not None and former.start() >= 2:
            rest = rest[: former.start()]
        return rest, False
    former = _FORMER.search(text)
    if former is None:
        return text, False
    before = text[: former.start()].strip(",")
    if len(before) >= 4:
        return before, False
    comma = text.find(",", former.end() + 2)
    if comma > 0 and len(text) - comma >= 5 and not text[comma + 1 :].isdigit():
        return text[comma + 1 :], False
    return text[former.end() :], True


def tokens_of(lexicon: Lexicon, text: str) -> list[Token]:
    """Longest names win; where two overlap, the choice that explains most characters."""
    found = lexicon.automaton.find_matches_as_indexes(text, overlapping=True)
    if not found:
        return []
    spans = sorted([(start, -end, index) for index, start, end in found])
    kept: list[tuple[int, int, int]] = []
    reach = 0
    overlap = False
    for start, minus, index in spans:
        end = -minus
        if end > reach:
            if start < reach:
                overlap = True
            kept.append((start, end, index))
            reach = end
    if overlap:
        kept = _most_covered([(start, -minus, index) for start, minus, index in spans])
    patterns = lexicon.patterns
    return [Token(start, end, patterns[index]) for start, end, index in kept]


def _most_covered(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Disjoint spans that cover most characters; fewer, then earlier longer ones at equal cover."""
    spans.sort(key=lambda span: span[1])
    best: list[tuple[int, list[tuple[int, int, int]]]] = [(0, [])]
    ends = [0]
    for span in spans:
        start, end, _ = span
        prior = max((i for i in range(len(ends)) if ends[i] <= start), key=lambda i: best[i][0])
        value = best[prior][0] + (end - start) * 10 - 5
        if value > max(entry[0] for entry in best):
            best.append((value, [*best[prior][1], span]))
            ends.append(end)
    return max(best, key=lambda entry: entry[0])[1]


def read(lexicon: Lexicon, text: str) -> Reading:
    """Sort the names of an address by what they can be at the place where they stand."""
    tokens = tokens_of(lexicon, text)
    reading = Reading(text, tokens)
    last_end = 0
    cut_short = False
    for token in tokens:
        sense, start, end = token.sense, token.start, token.end
        if sense.out:
            _outside(reading, token)
            last_end, cut_short = end, False
            continue
        if sense.road:
            reading.roads.append((sense.road, house_number(text, end)))
            last_end, cut_short = end, False
            continue
        if (sense.city or sense.units) and not _ROAD_AFTER.match(text, end):
            if sense.city and reading.city < 0:
                reading.city = start
            for unit in sense.units:
                reading.units.append((unit, sense.unit_full, start))
            reading.admin_end = end
            last_end, cut_short = end, not sense.unit_full
            if not sense.towns:
                continue
        earlier_town = bool(reading.towns)
        if sense.towns and (sense.town_full or not _ROAD_AFTER.match(text, end)):
            as_village = earlier_town and sense.villages and not sense.town_full
            if not (as_village and not any(town in {t for t, _, _ in reading.towns} for town in sense.towns)):
                for town in sense.towns:
                    reading.towns.append((town, sense.town_full, start))
                if not as_village:
                    reading.admin_end = end
                    last_end, cut_short = end, not sense.town_full
                    continue
        if sense.group and (reading.villages or reading.towns or not sense.villages):
            reading.group = reading.group or sense.group
        if sense.estates:
            reading.estates.append((sense, _left(text, start, last_end, cut_short, _BOUNDARY)))
        if sense.villages and not (sense.towns and not earlier_town):
            reading.villages.append((sense, 0.0, start, _doubt(text, token, last_end, cut_short)))
        last_end, cut_short = end, False
    if not reading.group and ("组" in text or "队" in text):
        found = _GROUP.search(text)
        if found:
            value = number(found[1])
            if 0 < value < 100:
                reading.group = f"第{chinese(value)}小组"
    return reading


def house_number(text: str, end: int) -> int:
    """The house number that follows a road's name at `end`; -1 for none."""
    found = _NUMBER.match(text, end)
    return number(found[1]) if found else -1


def _outside(reading: Reading, token: Token) -> None:
    """Note the strongest sign that the address lies elsewhere."""
    text, end, kind = reading.text, token.end, token.sense.out
    follower = text[end : end + 1]
    if kind in {OUT_CITY, OUT_COUNTY} and follower in set("场委政路街"):
        return
    if kind == OUT_CORE:
        if text[: token.start] not in _COUNTRY and reading.out < OUT_COUNTY:
            return
        if (
            _AFTER_DIRECTLY.match(text, end)
            or text[end + 1 : end + 3] == "街道"
            or text[end + 1 : end + 2] == "镇"
        ):
            return
    if kind in {OUT_COUNTY, OUT_TOWN} and (reading.city >= 0 or reading.units or reading.towns):
        return
    if kind > reading.out:
        reading.out, reading.out_at, reading.out_text = kind, token.start, token.sense.text


def _left(text: str, start: int, last_end: int, cut_short: bool, boundary: set[str]) -> str:
    """'glued' where unread characters stand directly before a name, so that the name may be half of a longer one."""
    gap = start - last_end
    if gap <= 0 or text[start - 1] in boundary or not "\u4e00" <= text[start - 1] <= "\u9fff":
        return ""
    if cut_short and last_end and gap <= 2:
        return "" if gap == 2 or text[start - 1] not in "上下东西南北大小新老" else "glued"
    return "glued"


def _doubt(text: str, token: Token, last_end: int, cut_short: bool) -> str:
    """Why a village's name may not mean the village: '', 'glued', 'named after' or 'continued'."""
    end = token.end
    name = token.sense.text
    strongest = max(strength for _, strength in token.sense.villages)
    bare = strongest <= names.CORE or strongest == names.CORE_IN_VILLAGE
    left = _left(text, token.start, last_end, cut_short, _ADMINISTRATIVE if bare else _BOUNDARY)
    if left:
        return left
    if name.endswith(("社区", "会", "委")):
        return ""
    if name.endswith("村") and not bare:
        return "named after" if _ROAD_AFTER.match(text, end) else ""
    if _AFTER_NAME.match(text, end):
        return "named after"
    follower = text[end : end + 1]
    if (
        follower
        and "\u4e00" <= follower <= "\u9fff"
        and follower not in "村社居第一二三四五六七八九十号路街幢栋"
    ):
        return "continued"
    return ""
