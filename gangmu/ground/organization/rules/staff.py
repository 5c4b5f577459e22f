"""Reading a list of posts and holders as offices keep it: which column means what, and everything wrong with a line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gangmu.ground.register.rules import read_phones

HEADERS: dict[str, tuple[str, ...]] = {
    "unit": ("单位", "所属单位", "镇街", "村居", "村社区", "区划", "行政区划", "区划代码", "unit"),
    "body": ("机构", "机构名称", "小组", "小组名称", "班子", "组织", "合署办公点", "专班", "body"),
    "post": ("岗位", "岗位名称", "职务", "席位", "post"),
    "role": ("角色", "人员类别", "身份", "role"),
    "line": ("条线", "线", "所属条线", "line"),
    "name": ("姓名", "名字", "人员", "name"),
    "account": ("账号", "工号", "用户名", "警号", "account"),
    "phone": ("手机", "手机号", "手机号码", "电话", "联系电话", "联系方式", "phone", "mobile"),
    "deputy": ("副职", "是否副职", "正副职", "正副", "deputy"),
    "since": ("起", "任职日期", "任职时间", "起始日期", "开始日期", "from", "since"),
    "until": ("止", "离任日期", "截止日期", "结束日期", "免职日期", "until"),
}
NEEDED = ("body", "name")
ROLE_WORDS = {
    "installer": ("安装", "installer"),
    "inspector": ("督查", "inspector"),
    "push_clerk": ("推送", "push clerk"),
    "reserve": ("机关干部", "机动", "reserve"),
    "leader": ("领导", "组长", "leader"),
    "police": ("民警", "公安", "警", "police officer", "police"),
    "medic": ("医", "护士", "卫健", "medic"),
    "grid_member": ("网格员", "grid member"),
    "liaison": ("联络员", "liaison"),
    "volunteer": ("志愿者", "volunteer"),
    "part_timer": ("兼职", "part-time"),
    "property": ("物业", "property"),
    "comparer": ("比对", "comparer"),
    "gatekeeper": ("把关", "gatekeeper"),
    "desk": ("席位", "值班员", "desk", "joint office seat"),
    "line_officer": ("专班成员", "task force member"),
    "cadre": ("干部", "书记", "主任", "cadre"),
}
LINE_WORDS = {
    "political_legal": ("政法", "防控办", "综治", "political"),
    "public_security": ("公安", "派出所", "警", "public security", "police"),
    "health": ("卫健", "卫生", "医", "health"),
}
LINE_OF_ROLE = {
    "cadre": "political_legal", "police": "public_security", "medic": "health", "comparer": "health",
    "gatekeeper": "political_legal",
}  # fmt: skip
WITH_LINE = frozenset({*LINE_OF_ROLE, "leader", "desk", "line_officer", "reserve"})
KIND_WORDS = {
    "leading_trio": "领导小组",
    "trio": "三人小组",
    "joint_office": "合署",
    "task_force": "专班",
    "reserve": "机动",
    "provider": "门磁",
}
YES = frozenset({"是", "副", "副职", "y", "yes", "true", "1", "deputy", "代理"})
NO = frozenset({"", "否", "正", "正职", "n", "no", "false", "0"})
_NOISE = re.compile(r"[\s*:：()（）]+|必填|选填")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?")


class Wrong(NamedTuple):
    """Something wrong with a line: its number as the spreadsheet shows it, field, value, code of what and remedy."""

    row: int
    field: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A line that could be read: a body, a post in it, and who holds it. `phone` is '' or '+86…'."""

    row: int
    unit: str
    body: str
    kind: str
    title: str
    role: str
    line: str
    name: str
    account: str
    phone: str
    deputy: bool
    since: date | None
    until: date | None


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Field → column, by what headers are usually called; the first column of a field counts."""
    known = {word: field for field, words in HEADERS.items() for word in words}
    found: dict[str, int] = {}
    for column, text in enumerate(header):
        field = known.get(_NOISE.sub("", text).lower())
        if field is not None:
            found.setdefault(field, column)
    return found


def missing_columns(columns: Mapping[str, int], header_row: int) -> list[Wrong]:
    """What a list cannot do without: the body, the name, a post or a role, an account or a mobile."""
    wrong = [Wrong(header_row, field, "", "column_missing") for field in NEEDED if field not in columns]
    if not {"post", "role"} & columns.keys():
        wrong.append(Wrong(header_row, "post", "", "column_missing"))
    if not {"account", "phone"} & columns.keys():
        wrong.append(Wrong(header_row, "account", "", "column_missing"))
    return wrong


def read_line(
    row: int, cells: Sequence[str], columns: Mapping[str, int]
) -> tuple[StaffLine | None, list[Wrong]]:
    """A line, or all that is wrong with it."""
    text = {f: cells[at].strip() if at < len(cells) else "" for f, at in columns.items()}
    get = text.get
    wrong: list[Wrong] = []

    def say(field: str, code: str) -> None:
        wrong.append(Wrong(row, field, get(field, ""), code))

    for field in NEEDED:
        if not get(field):
            say(field, "empty")
    title, body = get("post", ""), get("body", "")
    role = _named(ROLE_WORDS, get("role") or title)
    if not role:
        say("role" if get("role") else "post", "role_unknown" if get("role") or title else "empty")
    line = _named(LINE_WORDS, get("line", "")) or LINE_OF_ROLE.get(role, "")
    line = line or (_named(LINE_WORDS, title or body) if role in WITH_LINE else "")
    if role in WITH_LINE and not line:
        say("line", "line_unknown")
    phone = _phone(get("phone", ""))
    if phone is None:
        say("phone", "phone_wrong")
    if not get("account") and not phone and phone is not None:
        say("account", "nobody_to_find")
    deputy = get("deputy", "").lower()
    if deputy not in YES | NO:
        say("deputy", "yes_or_no")
    since, until = _day(get("since", "")), _day(get("until", ""))
    for field, day in (("since", since), ("until", until)):
        if get(field) and day is None:
            say(field, "day_wrong")
    if since and until and until <= since:
        say("until", "ends_before")
    if wrong:
        return None, wrong
    kind = next((kind for kind, word in KIND_WORDS.items() if word in body), "")
    return StaffLine(
        row, get("unit", ""), body, kind, title or body, role, line if role in WITH_LINE else "", get("name", ""),
        get("account", "").lower(), phone or "", deputy in YES, since, until,
    ), []  # fmt: skip


def _named(words: Mapping[str, Sequence[str]], text: str) -> str:
    low = text.lower()
    return next(
        (code for code, known in words.items() if low == code or any(word in low for word in known)), ""
    )


def _phone(text: str) -> str | None:
    """'' for none and for a masked number, None for one that cannot be right; of several the first."""
    if not text or "*" in text:
        return ""
    found = read_phones(text).phones
    return found[0].number if found else None


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
