"""A whole CSV of addresses in bounded memory: `id,address` in, one answer per row out, in the same order."""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from gangmu.ground.territory.rules.index import AddressIndex
from gangmu.ground.territory.rules.terms import Located

COLUMNS = ("id", "code", "status", "flag", "town", "candidates")
ADDRESS_HEADERS = ("address", "地址", "住址", "详细地址", "现住址", "居住地址")
ID_HEADERS = ("id", "编号", "序号")
CHUNK = 5_000
BLOCK = 1 << 20


class UnreadableSheet(ValueError):
    """`code` says why ('no-header', 'no-address-column', 'broken-row'); `params` name the columns or the
    row found.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def encoding_of(path: Path) -> str:
    """UTF-8 (with or without BOM) or UTF-16 by its BOM, where the whole file is that; else GB18030."""
    with path.open("rb") as data:
        head = data.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        data.seek(0)
        try:
            while block := data.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def locate_file(index: AddressIndex, source: Path, target: TextIO) -> dict[str, int]:
    """Answer every row of `source` on `target`; returns how many rows got each status.

    Raises UnreadableSheet. A row with too few fields counts as an empty address: nothing is skipped.
    """
    counts: dict[str, int] = {}
    csv.field_size_limit(BLOCK)
    with source.open(encoding=encoding_of(source), errors="replace", newline="") as lines:
        reader = csv.reader(lines)
        id_at, address_at = _columns(next(reader, []))
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        while rows := list(islice(_rows(reader), CHUNK)):
            answers = index.locate_many(row[address_at] if address_at < len(row) else "" for row in rows)
            for row, answer in zip(rows, answers, strict=True):
                writer.writerow(fields(row[id_at] if 0 <= id_at < len(row) else str(reader.line_num), answer))
                counts[answer.status] = counts.get(answer.status, 0) + 1
    return counts


def fields(identifier: str, answer: Located) -> tuple[str, ...]:
    """One answer as the fields of COLUMNS; candidates are codes joined by '|', best first."""
    candidates = "|".join(candidate.code for candidate in answer.candidates)
    return identifier, answer.code, answer.status, str(int(answer.flag)), answer.town, candidates


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        for row in reader:
            if row:
                yield row
    except csv.Error as error:
        raise UnreadableSheet(
            "broken-row", row=str(getattr(reader, "line_num", "?")), reason=str(error)
        ) from error


def _columns(header: list[str]) -> tuple[int, int]:
    """Positions of the id (-1 for none: line numbers serve) and of the address."""
    names = [name.strip().lower() for name in header]
    if not any(names):
        raise UnreadableSheet("no-header")
    address_at = next((names.index(name) for name in ADDRESS_HEADERS if name in names), -1)
    if address_at < 0:
        raise UnreadableSheet("no-address-column", found=", ".join(names))
    return next((names.index(name) for name in ID_HEADERS if name in names), -1), address_at
