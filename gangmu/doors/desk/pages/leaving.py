"""Lists as files that leave while they are read: CSV and XLSX of any length in little memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import get_language, override

from gangmu.doors.desk.pages.workbook import workbook
from gangmu.kernel.scope import Scope, entered

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = frozenset("=+-@\t\r")
RARE = (
    '"',
    "\n",
    "\r",
    *(f",{sign}" for sign in sorted(FORMULA)),
)  # what makes a line more than its cells with commas
PIECE = 500  # rows handed to the server at once

Lines = Iterable[Sequence[Any]]


def as_csv(scope: Scope, name: str, lines: Lines) -> StreamingHttpResponse:
    """A CSV that Excel reads as UTF-8 and in which it takes no cell for a formula."""
    return _leaving(scope, name, "text/csv; charset=utf-8", lambda: _csv(lines))


def as_xlsx(scope: Scope, name: str, lines: Lines) -> StreamingHttpResponse:
    """A workbook of text cells; text in a workbook is never a formula."""
    return _leaving(scope, name, XLSX, lambda: workbook(lines))


def _csv(lines: Lines) -> Iterator[bytes]:
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    put = csv.writer(text).writerow
    for number, line in enumerate(lines, start=1):
        cells = ["" if cell is None else str(cell) for cell in line]
        plain = ",".join(cells)
        if plain.count(",") >= len(cells) or plain[:1] in FORMULA or any(sign in plain for sign in RARE):
            put(
                [
                    f"'{cell}" if cell[:1] in FORMULA and isinstance(given, str) else cell
                    for cell, given in zip(cells, line, strict=True)
                ]
            )
        else:
            text.write(plain + "\r\n")
        if not number % PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _leaving(
    scope: Scope, name: str, kind: str, pieces: Callable[[], Iterator[bytes]]
) -> StreamingHttpResponse:
    """The pieces are read in a transaction of their own, in the reader's language: the view's is over by then."""
    language = get_language() or "zh-hans"

    def body() -> Iterator[bytes]:
        with entered(scope), override(language):
            yield from pieces()

    answer = StreamingHttpResponse(body(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
