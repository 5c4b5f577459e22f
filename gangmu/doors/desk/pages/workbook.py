"""An XLSX of text cells, made while it leaves: any number of rows in little memory.

xlsxwriter makes the workbook around the rows (its parts, styles, headings); the rows themselves are written here,
because its calls for each cell take longer than everything else together (docs/bench.md).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

SHEET_ROWS = 1_048_576  # that is all a sheet can hold
PIECE = 500
FAST = 1  # of zlib's levels: the highest is five times slower for a fifth less
# What XML cannot say, and what a reader of workbooks would take for an escape.
RARE = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class _Pipe:
    """The end of a ZIP that cannot be rewound: keeps what was written until it is taken."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._kept.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        found = b"".join(self._kept)
        self._kept.clear()
        return found


def workbook(lines: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The bytes of a workbook whose first line is the heading of every sheet; a full sheet is followed by another."""
    rows = iter(lines)
    heading = next(rows)
    first, further = (_around(_shell(heading, 2)[_part(number)]) for number in (1, 2))
    pipe, sheets, more = _Pipe(), 0, True
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=FAST) as archive:  # type: ignore[call-overload]
        while more:
            before, after, template = further if sheets else first
            sheets, more = sheets + 1, False
            with archive.open(_part(sheets), "w", force_zip64=True) as sheet:
                sheet.write(before)
                texts: list[str] = []
                for number, line in enumerate(rows, start=2):
                    texts.append(template % (number, *_cells(number, line)))
                    if len(texts) == PIECE or number == SHEET_ROWS:
                        sheet.write("".join(texts).encode())
                        texts.clear()
                        yield pipe.take()
                    if number == SHEET_ROWS:
                        more = True
                        break
                sheet.write("".join(texts).encode() + after)
        for name, data in _shell(heading, sheets).items():
            if not name.startswith("xl/worksheets/sheet"):
                archive.writestr(name, data)
    yield pipe.take()


def _cells(number: int, line: Sequence[Any]) -> Iterator[Any]:
    """Row number and text in turn, as the template of a row takes them."""
    texts = [str(cell) if cell is not None else "" for cell in line]
    if RARE.search("\n".join(texts)):
        texts = [RARE.sub(_escaped, text) for text in texts]
    for text in texts:
        yield number
        yield text


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return ENTITIES.get(sign) or ("\ufffd" if sign > "\ud7ff" else f"_x{ord(sign):04X}_")


def _part(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _shell(heading: Sequence[str], sheets: int) -> dict[str, bytes]:
    """The parts of a workbook that holds nothing but headings."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        for _ in range(sheets):
            sheet = book.add_worksheet()
            sheet.set_column(0, len(heading) - 1, 18, text)
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(heading):
                sheet.write_string(0, column, title, bold)
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _around(sheet: bytes) -> tuple[bytes, bytes, str]:
    """What stands before and after further rows of a sheet, and the template of a row in its columns' style."""
    before, end, after = sheet.partition(b"</sheetData>")
    style = re.search(rb'<col [^>]*style="(\d+)"', sheet)
    columns = re.findall(rb'<c r="([A-Z]+)1"', sheet)
    cells = "".join(
        f'<c r="{column.decode()}%d" s="{style[1].decode() if style else 0}" t="inlineStr">'
        '<is><t xml:space="preserve">%s</t></is></c>'
        for column in columns
    )
    # The extent is left out: it would be that of the headings alone.
    return re.sub(rb"<dimension [^>]*/>", b"", before), end + after, f'<row r="%d">{cells}</row>'
