"""Files as offices send them, made for tests."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from gangmu.control.intake.rules import CheckedRow, RowChecker, Sheet, match_profile

TODAY = date(2022, 10, 30)
HEADER = (
    "序号",
    "姓名",
    "证件类型",
    "证件号码",
    "联系电话",
    "现住址",
    "来源地",
    "到惠时间",
    "交通方式",
    "风险类别",
    "备注",
)
PERSON = (
    "1", "李某", "居民身份证", "11010519491231002X", "13800138001", "惠城区江北街道云山西路1号", "上海市浦东新区",
    "2022-10-05 18:05", "火车", "中风险地区旅居史", "",
)  # fmt: skip


def person(**changes: str) -> list[str]:
    """A sound row of a big data push, with some cells changed by the names of the table below."""
    names = [
        "serial",
        "name",
        "kind",
        "number",
        "phone",
        "address",
        "origin",
        "arrived",
        "transport",
        "category",
        "remark",
    ]
    return [changes.get(name, cell) for name, cell in zip(names, PERSON, strict=True)]


def csv_bytes(rows: Iterable[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(
    rows: Sequence[Sequence[Any]] | Mapping[str, Sequence[Sequence[Any]]],
    merges: Sequence[tuple[int, int, int, int, str]] = (),
) -> bytes:
    """A workbook with cells of their Python types; `merges` go to the first sheet (rows and columns from 0)."""
    out = io.BytesIO()
    sheets = rows if isinstance(rows, Mapping) else {"名单": rows}
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for index, (name, lines) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell)
                    elif isinstance(cell, datetime | date):
                        sheet.write_datetime(number, column, cell)
                    elif cell is not None:
                        sheet.write(number, column, cell)
            for merge in merges if index == 0 else ():
                sheet.merge_range(*merge)
    return out.getvalue()


def replaced(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The archive with some entries replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def worksheet(body: str) -> bytes:
    """A worksheet part around rows given as XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>'.encode()
    )


def checked(sheet: Sheet) -> list[CheckedRow]:
    """Every row checked by the profile that matches."""
    mapping = match_profile(sheet.header)
    assert mapping is not None
    checker = RowChecker(mapping, TODAY)
    return [checker.check(row) for row in sheet.rows()]
