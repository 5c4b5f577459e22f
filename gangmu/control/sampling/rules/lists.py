"""Reading a list of results as laboratories keep it: which column means what, and everything wrong with a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from gangmu.control.sampling.rules.codes import tube_code
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.lifecycle import Refused

Value = Literal["negative", "positive", "invalid"]
AHEAD = timedelta(minutes=10)  # how far a laboratory's clock may run ahead of ours
SHOWN = 60
HEADERS: dict[str, tuple[str, ...]] = {
    "tube": ("试管编号", "试管号", "采样管编号", "采样管号", "管号", "条码", "标本编号", "标本号", "样本编号", "tube",
             "specimen", "barcode"),
    "value": ("结果", "检测结果", "检验结果", "result", "value"),
    "at": ("检测时间", "检验时间", "报告时间", "出具时间", "检测日期", "testedat", "tested", "time"),
}  # fmt: skip
WORDS: dict[Value, tuple[str, ...]] = {
    "negative": ("阴性", "阴", "未检出", "(-)", "-", "negative", "neg"),
    "positive": ("阳性", "阳", "检出", "(+)", "+", "positive", "pos"),
    "invalid": ("无效", "不合格", "可疑", "待复检", "invalid", "inconclusive"),
}
_MEANS = {word: value for value, words in WORDS.items() for word in words}
_NOISE = re.compile(r"[\s*:：()（）_]+|必填|选填")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)


EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class TubeResultIn(BaseModel):
    """What a laboratory says about a tube. Times carry their offset."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    tube: str = Field(min_length=1, max_length=40)
    value: Value
    tested_at: Annotated[AwareDatetime, Field(ge=EARLIEST), AfterValidator(lambda at: at.astimezone(UTC))]


class Wrong(NamedTuple):
    """Something wrong with a line: its number as the sender counts, field, value, code of what and remedy."""

    row: int
    field: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that could be read."""

    row: int
    tube: str
    value: Value
    tested_at: datetime


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Field → column, by what headers are usually called; the first column of a field counts."""
    known = {word: field for field, words in HEADERS.items() for word in words}
    found: dict[str, int] = {}
    for column, text in enumerate(header):
        field = known.get(_NOISE.sub("", text).lower())
        if field is not None:
            found.setdefault(field, column)
    return found


def read_lines(
    header: Sequence[str], header_row: int, rows: Iterable[tuple[int, Sequence[str]]], now: datetime
) -> tuple[list[Line], list[Wrong]]:
    """The lines of a spreadsheet, and all that is wrong with it."""
    columns = columns_of(header)
    missing = [field for field in ("tube", "value") if field not in columns]
    if missing:
        return [], [Wrong(header_row, field, "", "column_missing") for field in missing]
    lines, wrong = [], []
    for row, cells in rows:
        line, faults = _read(row, cells, columns, now)
        wrong += faults
        if line:
            lines.append(line)
    kept, again = _once(lines)
    return kept, sorted(wrong + again)


def read_results(results: Iterable[TubeResultIn], now: datetime) -> tuple[list[Line], list[Wrong]]:
    """The same for what the API brings; lines count from 0."""
    lines, wrong = [], []
    for row, one in enumerate(results):
        if one.tested_at > now + AHEAD:
            wrong.append(Wrong(row, "at", one.tested_at.isoformat(), "in_future"))
            continue
        try:
            lines.append(Line(row, tube_code(one.tube), one.value, one.tested_at))
        except Refused:
            wrong.append(Wrong(row, "tube", one.tube[:SHOWN], "tube_wrong"))
    kept, again = _once(lines)
    return kept, sorted(wrong + again)


def _read(
    row: int, cells: Sequence[str], columns: Mapping[str, int], now: datetime
) -> tuple[Line | None, list[Wrong]]:
    text = {field: cells[at].strip() if at < len(cells) else "" for field, at in columns.items()}
    wrong: list[Wrong] = []

    def say(field: str, code: str) -> None:
        wrong.append(Wrong(row, field, text.get(field, "")[:SHOWN], code))

    code, value, at = "", _MEANS.get(_plain(text["value"])), now
    try:
        code = tube_code(text["tube"])
    except Refused:
        say("tube", "tube_wrong" if text["tube"] else "empty")
    if value is None:
        say("value", "value_unknown" if text["value"] else "empty")
    if given := text.get("at", ""):
        moment = _moment(given)
        if moment is None:
            say("at", "moment_wrong")
        elif moment > now + AHEAD:
            say("at", "in_future")
        else:
            at = moment
    return (None, wrong) if wrong or value is None else (Line(row, code, value, at), [])


def _once(lines: Iterable[Line]) -> tuple[list[Line], list[Wrong]]:
    """Of a tube named twice with one value the later line counts; with two values neither is believed."""
    kept: dict[str, Line] = {}
    torn: dict[str, list[Line]] = {}
    for line in lines:
        if (before := kept.get(line.tube)) and before.value != line.value:
            torn.setdefault(line.tube, [before]).append(line)
        kept[line.tube] = line
    wrong = [Wrong(line.row, "value", line.tube, "two_values") for both in torn.values() for line in both]
    return [line for code, line in kept.items() if code not in torn], wrong


def _plain(text: str) -> str:
    return text.strip().lower().replace("（", "(").replace("）", ")").replace("＋", "+").replace("－", "-")


def _moment(text: str) -> datetime | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=CIVIL)
    except ValueError:
        return None
