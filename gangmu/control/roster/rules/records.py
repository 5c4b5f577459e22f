"""A text file of any length as lines and records, bytes by bytes: what cannot be read is a record with a fault.

In UTF-8 and in GB18030 no byte of a Chinese character is a line break or a quote, so bytes can be cut where these
stand; an encoding is needed only to read what lies between them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gangmu.control.intake.rules import DEFAULT_LIMITS

LONGEST = 1 << 17
"""Bytes of a line; of a longer one only so much is kept, and it is refused."""
MOST_LINES = 50
"""Lines that one quoted cell may run over."""


class Layout(NamedTuple):
    """How the lines of a file become cells; `header_line` is the last line of the header, from 1."""

    encoding: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]


class Record(NamedTuple):
    """One record: the number of its first line, its cells, its bytes in the file, its lines, what makes it unreadable.

    `fault` is a problem's code with `params`; the cells of a faulty one are only for showing it.
    """

    number: int
    cells: list[str]
    size: int
    lines: int = 1
    fault: str = ""
    params: tuple[tuple[str, str], ...] = ()


class Chunk(NamedTuple):
    """Whole records as text, and where in the file they begin and end: bytes, and lines before them."""

    text: bytes
    offset: int
    line: int
    end: int
    end_line: int


Physical = tuple[bytes, int]
"""A line without its break, and how many bytes of the file it takes."""


def lines_of(pieces: Iterable[bytes]) -> Iterator[Physical]:
    """The lines of a file that comes in pieces; memory for one piece and one line."""
    rest, dropped = b"", 0
    for piece in pieces:
        parts = piece.split(b"\n")
        parts[0] = rest + parts[0]
        rest = parts.pop()
        for part in parts:
            yield part[: LONGEST + 1], len(part) + dropped + 1
            dropped = 0
        if len(rest) > LONGEST:
            dropped += len(rest) - LONGEST - 1
            rest = rest[: LONGEST + 1]
    if rest:
        yield rest, len(rest) + dropped


def records(lines: Iterable[Physical], layout: Layout, number: int = 0) -> Iterator[Record]:
    """Records of lines, the first of them being line `number` + 1. A quoted cell may hold line breaks.

    A quote that is never closed costs one line, not those behind it.
    """
    ahead: list[Physical] = []
    source = iter(lines)
    while True:
        if ahead:
            first = ahead.pop(0)
        elif (first := next(source, (b"", 0)))[1] == 0:
            return
        number += 1
        if first[0].count(b'"') % 2 and len(first[0]) <= LONGEST:
            found = _over_lines(first, ahead, source, layout, number)
        else:
            found = _record(first[0].removesuffix(b"\r"), layout, number, first[1])
        yield found
        number += found.lines - 1


def _over_lines(
    first: Physical, ahead: list[Physical], source: Iterator[Physical], layout: Layout, number: int
) -> Record:
    """The record that a line with an open quote begins: those behind it are looked at, and taken only if they fit."""
    text, size, quotes = first[0], first[1], first[0].count(b'"')
    for count in range(1, MOST_LINES):
        if count > len(ahead):
            following = next(source, None)
            if following is None:
                break
            ahead.append(following)
        line, length = ahead[count - 1]
        text, size, quotes = text + b"\n" + line, size + length, quotes + line.count(b'"')
        if len(text) > LONGEST:
            break
        if quotes % 2 == 0:
            found = _record(text.removesuffix(b"\r"), layout, number, size, count + 1)
            if found.fault or len(found.cells) != len(layout.header):
                break
            del ahead[:count]
            return found
    return _faulty(first[0], layout, number, first[1], "row_quote_open")


def _record(text: bytes, layout: Layout, number: int, size: int, lines: int = 1) -> Record:
    if len(text) > LONGEST:
        return _faulty(text, layout, number, size, "row_line_too_long", limit=LONGEST)
    if b"\0" in text:
        return _faulty(text, layout, number, size, "row_nul")
    said = _decoded(text, layout.encoding)
    if said is None:
        return _faulty(text, layout, number, size, "row_encoding", encoding=layout.encoding)
    if number == 1:
        said = said.removeprefix("\ufeff")
    if '"' in said or "\r" in said:
        try:
            cells = next(csv.reader([said], delimiter=layout.delimiter, strict=True), [])
        except csv.Error:
            return _faulty(text, layout, number, size, "row_quote_open")
    else:
        cells = said.split(layout.delimiter) if said else []
    longest = DEFAULT_LIMITS.max_cell_chars
    if len(said) > longest and cells and len(max(cells, key=len)) > longest:
        return _faulty(text, layout, number, size, "row_line_too_long", limit=longest)
    return Record(number, cells, size, lines)


def _decoded(text: bytes, encoding: str) -> str | None:
    """The text, None if it is in another encoding: GB18030 takes nearly anything, UTF-8 too.

    What is UTF-8 throughout is no GB18030; with ten Chinese characters that is no chance.
    """
    try:
        said = text.decode(encoding)
    except UnicodeDecodeError:
        return None
    if encoding == "gb18030" and len(text) - len(text.decode("ascii", "ignore")) >= 30:
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            return said
        return None
    return said


def _faulty(text: bytes, layout: Layout, number: int, size: int, fault: str, **params: str | int) -> Record:
    shown = text[:4000].decode(layout.encoding, "replace").replace("\0", "\ufffd").rstrip("\r")
    said = tuple((name, str(value)) for name, value in params.items())
    return Record(number, shown.split(layout.delimiter)[: len(layout.header)], size, 1, fault, said)


def chunks(lines: Iterable[Physical], layout: Layout, offset: int, line: int, size: int) -> Iterator[Chunk]:
    """The file from a cursor on (`lines` begin there) in chunks of `size` records."""
    kept: list[bytes] = []

    def noted() -> Iterator[Physical]:
        for found in lines:
            kept.append(found[0])
            yield found

    begin, begin_line, count, used = offset, line, 0, 0
    for record in records(noted(), layout, line):
        offset, line, count, used = offset + record.size, line + record.lines, count + 1, used + record.lines
        if count == size:
            yield Chunk(b"\n".join(kept[:used]), begin, begin_line, offset, line)
            del kept[:used]
            begin, begin_line, count, used = offset, line, 0, 0
    if count:
        yield Chunk(b"\n".join(kept[:used]), begin, begin_line, offset, line)


def of_chunk(chunk: Chunk, layout: Layout) -> Iterator[Record]:
    """The records of a chunk once more, where it has been carried to."""
    return records(((part, len(part) + 1) for part in chunk.text.split(b"\n")), layout, chunk.line)
