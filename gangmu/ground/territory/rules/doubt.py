"""Doubt: when a village's name in an address is only part of another name.

三新村路 is a road, 三新幼儿园 a kindergarten, and 新村 inside an unread 花新村 may be half of a longer name.
"""

import re

from gangmu.ground.territory.rules import names
from gangmu.ground.territory.rules.normalise import UNREAD
from gangmu.ground.territory.rules.spans import Token

_NAMESAKES = (
    r"(?:花园|花苑|花城|大厦|广场|公寓|酒店|宾馆|旅馆|旅店|招待所|民宿|客栈|饭店|学校|小学|中学|幼儿园|大学|学院|医院|卫生院"
    r"|市场|商场|超市|商城|工业|科技园|产业园|工厂|厂|公司|大道|[东南西北中一二三四五六七八九]?路|[一二三四五六七八九横直]?街|大桥|巷|公园|豪庭|名苑|嘉园|家园|雅苑|豪苑"
    r"|豪园|华庭|华府|名城|名都|国际|派出所|加油站|隧道|收费站|水库|码头|银行|新城|新村|别墅|山庄|会所|车站|站|大楼|楼盘|雅居|阁|轩|天地|世家|公馆)"
)
AFTER_DIRECTLY = re.compile(_NAMESAKES)
_AFTER_NAME = re.compile(r"[\u4e00-\u9fff]{0,2}?" + _NAMESAKES)
_ROAD = r"大道|[东南西北中一二三四五六七八九]?路|街(?!道)|[横直]街|巷|大桥"
_VILLAGE_ROAD, ROAD_AFTER = re.compile(_ROAD), re.compile(rf"(?:{_ROAD}|口岸|高速)")
BOUNDARY = set(
    "市区县镇乡道村居会号栋幢座楼层室路街巷园厦场苑城庭府湾址住在于地为是到省国办处组队户内的旁边至返回,-"
)
_GROUP_AFTER = re.compile(r"(?:村民|居民)?小组|组(?![\u4e00-\u9fff])")
_MAY_FOLLOW = set("村社居第一二三四五六七八九十号路街幢栋")
_LANE = re.compile(r"[一二三四五六七八九十]{1,2}巷")
_DWELLING = re.compile(
    r"门牌|小卖部|商店|祠堂|球场|榕树|文化室|自建|私宅|出租|租屋|民房|平房|宿舍|工地|[老旧][村围屋]|祖屋|老家"
)
_ADMINISTRATIVE = set("市区县镇乡道村居会号栋幢座路街巷址住在于是到办处,-")


def namesake(text: str, end: int) -> bool:
    """True where what follows makes a building, school or road of the name that ends at `end`."""
    return bool(_AFTER_NAME.match(text, end))


def left_of(text: str, start: int, last_end: int, cut_short: bool, boundary: set[str]) -> str:
    """'glued' where unread characters stand directly before a name, so that the name may be half of a
    longer one.
    """
    gap = start - last_end
    if gap > 0 and text[start - 1] == UNREAD:
        return "glued"
    if gap <= 0 or text[start - 1] in boundary or not "\u4e00" <= text[start - 1] <= "\u9fff":
        return ""
    if cut_short and last_end and gap <= 2:
        return "" if gap == 2 or text[start - 1] not in "上下东西南北大小新老" else "glued"
    return "glued"


def doubt_of(text: str, token: Token, last_end: int, cut_short: bool, name_follows: bool) -> str:
    """Why a village's name may not mean the village: '', 'glued', 'named after' or 'continued'."""
    end = token.end
    strongest = max(strength for _, strength in token.sense.villages)
    bare = strongest <= names.CORE or strongest == names.CORE_IN_VILLAGE
    left = left_of(text, token.start, last_end, cut_short, _ADMINISTRATIVE if bare else BOUNDARY)
    if left:
        return left
    if _GROUP_AFTER.match(text, end):
        return "named after"
    return _bare(text, token, last_end, name_follows) if bare else _suffixed(text, token)


def _suffixed(text: str, token: Token) -> str:
    """Doubt about a name with its suffix: only 村 may be part of a road's name."""
    road = text.endswith("村", token.start, token.end) and _VILLAGE_ROAD.match(text, token.end)
    return "named after" if road else ""


def _bare(text: str, token: Token, last_end: int, name_follows: bool) -> str:
    """Doubt about a name without a suffix, by what it is (花园) and by what follows it."""
    start, end = token.start, token.end
    if AFTER_DIRECTLY.fullmatch(text, start, end):
        after_town = start == last_end > 0 and text[last_end - 1] in _ADMINISTRATIVE
        return "continued" if after_town else "named after"
    if (name_follows and not AFTER_DIRECTLY.match(text, end)) or _DWELLING.match(text, end):
        return ""
    village = text.endswith("村", start, end)
    if village and _LANE.match(text, end):
        return ""
    if _AFTER_NAME.match(text, end):
        return "named after"
    follower = text[end : end + 1]
    goes_on = "\u4e00" <= follower <= "\u9fff" and follower not in _MAY_FOLLOW
    return "continued" if goes_on and not village else ""
