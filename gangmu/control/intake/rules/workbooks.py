"""Excel, WPS and LibreOffice workbooks: sheets as rows of text, read by calamine after `archives.inspect`.

A cell's text is what a person would type: whole numbers without ".0", dates as 2022-10-05 or 2022-10-05
18:05, numbers of sixteen digits and more in scientific notation, because the spreadsheet has already lost
their last digits.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Protocol

from gangmu.control.intake.rules import archives
from gangmu.control.intake.rules.types import Limits, Row, UnreadableFile
from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import python_calamine
else:
    python_calamine = Later("python_calamine")

_Cell = int | float | str | bool | time | date | datetime | timedelta
_EXACT = 10**15


class WorkbookSheet(Protocol):
    """One sheet of an open workbook."""

    name: str

    def rows(self) -> Iterator[Row]:
        """Every line from row 1 on, blank ones too."""


class Workbook:
    """An opened workbook. Sheets are loaded one at a time, visible ones first."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Raises UnreadableFile for everything that cannot be opened safely."""
        self._limits = limits
        zipped = data.startswith(b"PK")
        try:
            self._book = python_calamine.CalamineWorkbook.from_filelike(
                io.BytesIO(archives.inspect(data, limits) if zipped else data)
            )
            metadata = self._book.sheets_metadata
        except BaseException as error:
            raise _refusal(error) from None
        sheets = [m for m in metadata if m.typ == python_calamine.SheetTypeEnum.WorkSheet]
        sheets.sort(key=lambda m: m.visible != python_calamine.SheetVisibleEnum.Visible)
        self.sheet_names = tuple(m.name for m in sheets[: limits.max_sheets])

    def load(self, name: str) -> LoadedSheet:
        """One sheet with its cells. Raises UnreadableFile."""
        try:
            return LoadedSheet(self._book.get_sheet_by_name(name), self._limits)
        except BaseException as error:
            raise _refusal(error) from None


class LoadedSheet:
    """A sheet in memory; `rows()` may be walked as often as needed."""

    def __init__(self, sheet: python_calamine.CalamineSheet, limits: Limits) -> None:
        self.name = sheet.name
        self._sheet = sheet
        self._limits = limits
        self._start = sheet.start
        if sheet.total_height > limits.max_rows:
            raise UnreadableFile("file_too_many_rows", limit=limits.max_rows)
        if sheet.total_width > limits.max_columns:
            raise UnreadableFile(
                "file_too_many_columns", row=1, columns=sheet.total_width, limit=limits.max_columns
            )
        self._merged = _downward(sheet)

    def rows(self) -> Iterator[Row]:
        """Every line from row 1 on, blank ones too. Cells merged downwards are repeated in each of their
        rows.
        """
        if self._start is None:
            return
        longest, merged = self._limits.max_cell_chars, self._merged
        carried: dict[int, tuple[int, str]] = {}
        try:
            # iter_rows starts at row 1, but at the first column that holds something.
            for number, values in enumerate(self._sheet.iter_rows(), 1):
                cells = [v if type(v) is str else _text(v) for v in values]
                if cells and len(max(cells, key=len)) > longest:
                    raise UnreadableFile("file_cell_too_long", row=number, limit=longest)
                if merged:
                    _carry(number, cells, merged, carried)
                yield Row(number, cells)
        except UnreadableFile:
            raise
        except GeneratorExit:
            raise
        except BaseException as error:
            raise _refusal(error) from None


def _downward(sheet: python_calamine.CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """First row → (column, last row) of the cells that are merged over several rows. Numbers count from 1
    and 0.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    first_column = sheet.start[1] if sheet.start else 0
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top and left >= first_column:
            found.setdefault(top + 1, []).append((left - first_column, bottom + 1))
    return found


def _carry(
    number: int,
    cells: list[str],
    merged: dict[int, list[tuple[int, int]]],
    carried: dict[int, tuple[int, str]],
) -> None:
    for column, (last, text) in list(carried.items()):
        if number > last:
            del carried[column]
        elif column < len(cells) and not cells[column]:
            cells[column] = text
    for column, last in merged.get(number, ()):
        if column < len(cells):
            carried[column] = (last, cells[column])


def _text(value: _Cell) -> str:  # noqa: PLR0911 (one for each type)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if not isfinite(value):
            return ""
        if abs(value) >= _EXACT:
            return f"{value:.14E}"
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value) if abs(value) < _EXACT else f"{value:.14E}"
    if isinstance(value, datetime):
        if value.hour == value.minute == value.second == 0:
            return value.date().isoformat()
        return value.strftime("%Y-%m-%d %H:%M") if value.second == 0 else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def _refusal(error: BaseException) -> BaseException:
    """What calamine threw, as a refusal. Its panics are not Exceptions; what is not its own passes
    through.
    """
    if isinstance(error, UnreadableFile | KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        return error
    if isinstance(error, python_calamine.PasswordError):
        return UnreadableFile("file_encrypted")
    return UnreadableFile("file_damaged", where=type(error).__name__)
