"""Small steps of checking a row: what a cell holds, how columns are joined, how a problem is put."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from gangmu.control.intake.rules.headers import normal_header
from gangmu.control.intake.rules.types import Field, Problem, Severity
from gangmu.ground.register.rules import Finding
from gangmu.ground.register.rules.text import clean

SHOWN_CHARS = 80
_NOTHING = frozenset(
    (
        "",
        "无",
        "不详",
        "未知",
        "暂无",
        "没有",
        "未提供",
        "空",
        "-",
        "--",
        "/",
        "none",
        "null",
        "nan",
        "n/a",
        "#n/a",
    )
)
_PLAIN_REMARKS = frozenset(
    ("备注", "说明", "备注说明", "备注信息", "remark", "remarks", "note", "notes", "comment", "其他")
)


Add = Callable[[Problem], None]


def first(cells: Sequence[str], columns: tuple[int, ...]) -> str:
    """The first of several columns that is not blank, as written."""
    for column in columns:
        raw = cells[column]
        if raw and not raw.isspace():
            return raw
    return ""


def something(raw: str) -> str:
    """Cleaned text; "" for the words by which people say that there is nothing."""
    text = clean(raw)
    return "" if text.lower() in _NOTHING else text


repeated = lru_cache(maxsize=8192)(something)
"""For columns whose few values come again and again, such as category, transport and dates."""


def text_of(cells: Sequence[str], columns: tuple[int, ...], constant: str) -> str:
    """The first of several columns that holds something; else the constant of the profile."""
    for column in columns:
        text = repeated(cells[column])
        if text:
            return text
    return constant


@lru_cache(maxsize=512)
def label(header: str) -> str:
    """What stands before a remark of a column: its header, or nothing for a plain remark column."""
    return "" if normal_header(header) in _PLAIN_REMARKS else f"{clean(header)}："


def joined(address: str, part: str) -> str:
    """`address` with `part` behind it, without the levels that `part` repeats at its beginning."""
    for size in range(min(len(address), len(part)), 1, -1):
        if address.endswith(part[:size]):
            return address + part[size:]
    return address if part in address else address + part


def warning(field: Field, code: str, value: str = "", params: tuple[tuple[str, str], ...] = ()) -> Problem:
    """A problem that lets the row go on."""
    return Problem(field, code, value[:SHOWN_CHARS], params, Severity.WARNING)


def from_finding(finding: Finding, field: Field, raw: str) -> Problem:
    """A finding about a value is a warning: the row goes on without the value, or with it unverified."""
    return Problem(field, finding.code, raw[:SHOWN_CHARS], finding.params, Severity.WARNING)


def short(text: str, field: Field, limit: int, add: Add, code: str = "text_too_long") -> str:
    """The text cut to its limit, with a warning where something was cut."""
    if len(text) <= limit:
        return text
    add(warning(field, code, text, (("limit", str(limit)),)))
    return text[:limit]
