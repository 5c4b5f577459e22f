"""CSV, TSV and semicolon files: lines with the row numbers a spreadsheet would show."""

import csv
import itertools
from collections.abc import Callable, Iterator

from gangmu.control.intake.rules.content import Content
from gangmu.control.intake.rules.encodings import text_stream
from gangmu.control.intake.rules.types import Limits, Row, UnreadableFile

DELIMITERS = (",", "\t", ";", "|", "，")
_PREVIEW = 40


def delimited_rows(
    content: Content, encoding: str, delimiter: str, odd_quotes: bool, limits: Limits
) -> Iterator[Row]:
    """Yield every line, blank ones too. A quoted cell with line breaks is one row, as in a spreadsheet.

    `odd_quotes`: one is never closed and would swallow the persons behind it.

    Raises UnreadableFile: file_quote_open, file_cell_too_long, file_too_many_rows, file_too_many_columns.
    """
    with text_stream(content, encoding) as stream:
        lines: Iterator[str] = stream
        if content.head[:16].lstrip(b"\xef\xbb\xbf").lower().startswith(b"sep="):
            next(lines)
        wide: list[int] = []
        reader = csv.reader(_short(lines, limits, wide), delimiter=delimiter, strict=odd_quotes)
        number, read, columns = 0, 0, 0
        max_columns, max_rows, longest = limits.max_columns, limits.max_text_rows, limits.max_cell_chars
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise UnreadableFile("file_quote_open", row=number + 1) from None
            number += 1
            if len(cells) > max_columns:
                while cells and not cells[-1].strip():
                    cells.pop()
                if len(cells) > max_columns:
                    raise UnreadableFile(
                        "file_too_many_columns", row=number, columns=len(cells), limit=max_columns
                    )
            # A cell is too long only where a line is, or where it goes over several.
            before, read = read, reader.line_num
            columns = max(columns, len(cells))
            if wide or read - before > 1:
                if len(max(cells, key=len, default="")) > longest:
                    raise UnreadableFile("file_cell_too_long", row=number, limit=longest)
                # A stray quote and one lines below it are a pair for the reader; the people between would be gone.
                if any("\n" in cell and cell.count(delimiter) >= max(columns - 1, 3) for cell in cells):
                    raise UnreadableFile("file_quote_open", row=number)
            if number > max_rows:
                raise UnreadableFile("file_too_many_rows", limit=max_rows)
            yield Row(number, cells)


def _short(lines: Iterator[str], limits: Limits, wide: list[int]) -> Iterator[str]:
    """Lines, refused when one is longer than any person could be; `wide` gets the first that is longer than a cell."""
    longest, cell = limits.max_columns * 64 + limits.max_cell_chars * 8, limits.max_cell_chars
    for number, line in enumerate(lines, 1):
        if len(line) > cell:
            if len(line) > longest:
                raise UnreadableFile("file_line_too_long", row=number, limit=longest)
            if not wide:
                wide.append(number)
        yield line


def choose_delimiter(
    content: Content, encoding: str, odd_quotes: bool, limits: Limits, score: Callable[[list[Row]], float]
) -> str:
    """The delimiter under which the first lines make the best header; then the one giving most columns."""
    first = content.head[:16].lstrip(b"\xef\xbb\xbf").lower()
    said = first[4:5].decode("latin-1") if first.startswith(b"sep=") else ""
    if said in DELIMITERS:
        return said
    best, best_rank = ",", (-1.0, -1)
    failures: dict[str, UnreadableFile] = {}
    for delimiter in DELIMITERS:
        rows: list[Row] = []
        try:
            lines = delimited_rows(content, encoding, delimiter, odd_quotes, limits)
            rows.extend(itertools.islice(lines, _PREVIEW))
        except UnreadableFile as error:
            if error.problem.code == "file_too_many_columns":
                raise
            failures[delimiter] = error
        rank = (score(rows), sum(len(row.cells) for row in rows))
        if rank > best_rank:
            best, best_rank = delimiter, rank
    if best in failures:
        raise failures[best]
    return best
