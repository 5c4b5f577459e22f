"""Which part of an address says where the person is now: 户籍…, 现住… and their like."""

import re
from itertools import chain

_CURRENT = re.compile(
    r"(?:现居住?(?:地址|地|在|于)?|现暂?住(?:地址|址|地|在|于)?|实际居住(?:地址|地)?|目前(?:居?住|在)|现地址|现在(?:居?住)?"
    r"|(?<!原)(?<!前)居住地址?|[暂租借寄入]住(?![房宅户院宿])(?:地址|址|地|在|于)?|家庭(?:住址|地址)|家住(?![宅户房])|落脚(?:点|地|在|于)?|(?:目的|到达)地(?:址)?"
    r"|(?<=,)居?住[在于]?(?![址院宿宅户房])|居住[在于证]|自述住在?|(?<=,)人在|搬[到至]|迁[到至]"
    r"|隔离(?:地点|地址|点|地|于|在)?|(?:返回|回到)(?!住|家|原))[为是:,]*"
)
_FORMER = re.compile(
    r"(?:户籍(?:所在地|地址|地)?|身份证(?:住址|地址)|出发地|户口(?:所在地|地址|地)?|原籍|籍贯|原居?住(?:地址|址|地)?|曾居?住(?:地|址)?|原址|原地址|(?<=,)原(?=[^,]{2,}?[省市区县镇村])|旧址"
    r"|老家|以前住|之前住|前住址|搬自|来自|从(?!化)|途[经径]|工作(?:单位|地址|地点)|单位(?:地址|名称)?[:,]|就[读职]于)[为是:,在于]*"
)
_WHENCE = re.compile(r"(?:^|,)[^,]{2,20}?(?:返回|返惠|回来|归来|旅居史?|入境)(?=,|$)|^[^,]{2,8}(?:籍|人),")
"""Where somebody came from, said beside an address: (深圳市福田区返回)."""
_HOMES = (
    re.compile(
        r"(?:^|,)(?:[^,]{0,20}?(?:从|自|回到|返回|在))?([^,]{4,40}?)的?,?(?:家中(?![心学间段部])|家里|住处|住所|居所|居家(?:隔离|健康))"
    ),
    re.compile(r"(?:家中|住处|住所|居所)[,:]+([^,]{4,40})"),
)
"""A home in a story: 从…家中出发, …(住所), 住处(…)."""
_PLACE = re.compile("[市区县镇道乡村社]")
_ERRAND = re.compile(
    r"(?:,|\d{1,2}[月日时点]|[上下]午|晚上?)许?到(?!达)|曾到|前往|去往|去过"
    r"|,?在[^,]{2,30}?(?:上班|务工|打工|工作|上学|就读|用餐|就诊|购物)"
)
"""Where somebody went, or works, told behind where he lives."""
_NOT = re.compile(
    r"(?:^|,)(?:[^,]{0,6}?(?:不在|不住|不是|并非|没去过|未去过|没有去过|没到过|未到过)(?!家)|[^,]*?(?:搬离|搬走|无此人))[^,]*"
)
"""Where somebody is not, or not any more."""
_AWAY, _CAME, _NOW = (
    frozenset("不没未并搬无"),
    frozenset("返归旅境籍人来"),
    frozenset("现实目达居暂租借寄入家落住自人搬迁隔返回"),
)
_BEFORE = frozenset("户身出原籍曾旧老以之前搬来从途作位就")
_MARKS = _AWAY | _CAME | _NOW | _BEFORE
"""Characters without which the patterns above need not be tried: most addresses have none of them."""
_AT_HOME = ("家中", "家里", "住处", "住所", "居所", "居家")


def present(text: str) -> tuple[str, bool]:
    """The part that says where the person is now, and whether only a former or registered address was given, or one
    where he is not.
    """
    marks = _MARKS.intersection(text)
    if not marks:
        return text, False
    if marks & _AWAY and _NOT.search(text):
        rest = _NOT.sub(",", text).strip(",")
        if not _PLACE.search(rest):
            return text, True
        text = rest
    if marks & _CAME and _WHENCE.search(text) and len(rest := _WHENCE.sub(",", text).strip(",")) >= 6:
        text = rest
    home = _home(text) if marks & _NOW else ""
    if home or not marks & _BEFORE:
        return home or text, False
    return _behind_former(text)


def _home(text: str) -> str:
    """What is called the home, or follows the last mark of it; '' for nothing."""
    if any(word in text for word in _AT_HOME):
        for told in chain.from_iterable(home.finditer(text) for home in _HOMES):
            if _PLACE.search(told[1]):
                return told[1]
    marks = list(_CURRENT.finditer(text))
    if not marks or len(text) - marks[-1].end() < 2:
        return ""
    rest = text[marks[-1].end() :]
    for pattern in (_FORMER, _ERRAND):
        further = pattern.search(rest)
        if further is not None and further.start() >= 4:
            rest = rest[: further.start()]
    return rest


def _behind_former(text: str) -> tuple[str, bool]:
    """What stands before a former address, or behind its comma; else the former one itself."""
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
