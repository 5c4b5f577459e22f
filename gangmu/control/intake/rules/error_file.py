"""The refused rows as a file: original cells and row numbers, what is wrong in words; to be corrected and
pushed again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from gangmu.control.intake.rules.problems import Language, explain_all
from gangmu.control.intake.rules.types import Problem, Row, Severity
from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

Format = Literal["xlsx", "csv"]
HEADERS = {"zh": ("原行号", "问题与处理办法"), "en": ("Original row", "What is wrong and what to do")}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def error_file(
    header: Sequence[str],
    refused: Iterable[tuple[Row, Sequence[Problem]]],
    fmt: Format = "xlsx",
    language: Language = "zh",
) -> bytes:
    """An XLSX or CSV (UTF-8 with mark, so that Excel shows Chinese) of the refused rows.

    The reader knows the two columns added behind the others and ignores them, so the file can be corrected
    and pushed as it is. Every cell is text; in CSV what a spreadsheet would take for a formula gets an
    apostrophe in front, which the reader takes off again.
    """
    extra = HEADERS["zh" if language.lower().startswith("zh") else "en"]
    width = len(header)
    table = _table(header, width, extra, refused, language)
    return _xlsx(table, width) if fmt == "xlsx" else _csv(table)


def _table(
    header: Sequence[str],
    width: int,
    extra: tuple[str, str],
    refused: Iterable[tuple[Row, Sequence[Problem]]],
    language: Language,
) -> Iterator[list[str]]:
    yield [*header, *extra]
    for row, problems in refused:
        # A line with too many cells comes back in one, as it was: in columns it would be somebody else's.
        whole = row.cells if len(row.cells) <= width else [",".join(row.cells)]
        cells = [*whole, *[""] * (width - len(whole))]
        errors_first = sorted(problems, key=lambda p: p.severity is not Severity.ERROR)
        yield [*cells, str(row.number), explain_all(errors_first, language)]


def _csv(table: Iterable[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([_harmless(cell) for cell in cells] for cells in table)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet runs. A leading plus before digits alone is a telephone number and does no
    harm.
    """
    if cell.startswith(_FORMULA) and not (cell[0] == "+" and cell[1:].isdigit()):
        return "'" + cell
    return cell


def _xlsx(table: Iterable[list[str]], width: int) -> bytes:
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, {**options, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("退回名单")
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "num_format": "@"})
        told = book.add_format({"num_format": "@", "font_color": "#9C0006", "bg_color": "#FFC7CE"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, width, 18, text)
        sheet.set_column(width + 1, width + 1, 80, told)
        for number, cells in enumerate(table):
            for column, cell in enumerate(cells):
                style = bold if number == 0 else told if column == width + 1 else text
                sheet.write_string(number, column, cell[:32_000], style)
    return out.getvalue()
