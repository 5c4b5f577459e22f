"""Which part of an address says where the person is now: 户籍…, 现住… and their like."""

import re

_CURRENT = re.compile(
    r"(?:现居住?(?:地址|地|在|于)?|现暂?住(?:地址|址|地|在|于)?|实际居住(?:地址|地)?|目前(?:居?住|在)|现地址|现在(?:居?住)?"
    r"|(?<!原)(?<!前)居住地址?|[暂租借寄入]住(?:地址|址|地|在|于)?|家庭(?:住址|地址)|家住|落脚(?:点|地|在|于)?|目的地(?:址)?"
    r"|(?<=,)居?住[在于]?(?!址|院|宿)|搬[到至]|迁[到至]|隔离(?:地点|地址|点|地|于|在)?|返回|回到)[为是:,]*"
)
_FORMER = re.compile(
    r"(?:户籍(?:所在地|地址|地)?|户口(?:所在地|地址|地)?|原籍|籍贯|原居?住(?:地址|址|地)?|曾居?住(?:地|址)?|原址|原地址|旧址"
    r"|老家|以前住|之前住|前住址|搬自|来自|从(?!化)|途[经径]|工作(?:单位|地址|地点)|单位(?:地址|名称)?[:,]|就[读职]于)[为是:,在于]*"
)
_WHENCE = re.compile(r"(?:^|,)[^,]{2,20}?(?:返回|返惠|回来|归来|旅居史?|入境)(?=,|$)|^[^,]{2,8}(?:籍|人),")
"""Where somebody came from, said beside an address: (深圳市福田区返回)."""
_ANY_MARK = re.compile("[现户原籍曾旧老以之前搬迁来从实目居暂隔返回租借寄住落途作位就旅境人]")


def present(text: str) -> tuple[str, bool]:
    """The part that says where the person is now, and whether only a former or registered address was
    given.
    """
    if not _ANY_MARK.search(text):
        return text, False
    if _WHENCE.search(text) and len(rest := _WHENCE.sub(",", text).strip(",")) >= 6:
        text = rest
    marks = list(_CURRENT.finditer(text))
    if marks and len(text) - marks[-1].end() >= 2:
        rest = text[marks[-1].end() :]
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
