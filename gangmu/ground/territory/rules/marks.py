"""Which part of an address says where the person is now: 户籍…, 现住… and their like."""

import re

_CURRENT = re.compile(
    r"(?:现居住?(?:地址|地|在|于)?|现暂?住(?:地址|址|地|在|于)?|实际居住(?:地址|地)?|目前(?:居?住|在)|现地址|现在(?:居?住)?"
    r"|(?<!原)(?<!前)居住地址?|暂住(?:地址|址|地|在|于)?|搬[到至]|迁[到至]|隔离(?:地点|地址|点|地|于|在)?|返回|回到)[为是:,]*"
)
_FORMER = re.compile(
    r"(?:户籍(?:所在地|地址|地)?|户口(?:所在地|地址|地)?|原籍|籍贯|原居?住(?:地址|址|地)?|曾居?住(?:地|址)?|原址|原地址|旧址"
    r"|老家|以前住|之前住|前住址|搬自|来自|从)[为是:,在于]*"
)
_ANY_MARK = re.compile("[现户原籍曾旧老以之前搬迁来从实目居暂隔返回]")


def present(text: str) -> tuple[str, bool]:
    """The part that says where the person is now, and whether only a former or registered address was
    given.
    """
    if not _ANY_MARK.search(text):
        return text, False
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
