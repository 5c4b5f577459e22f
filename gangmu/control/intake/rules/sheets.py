"""Reading a pushed file, whatever it is, into one sheet with a header and rows numbered as a spreadsheet
does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from gangmu.control.intake.rules.content import OLE, WORKBOOKS, Content
from gangmu.control.intake.rules.delimited import choose_delimiter, delimited_rows
from gangmu.control.intake.rules.encodings import detect_encoding
from gangmu.control.intake.rules.headers import fields_of, header_score, is_repeated
from gangmu.control.intake.rules.old_excel import read_old_excel
from gangmu.control.intake.rules.types import (
    DEFAULT_LIMITS,
    Field,
    Limits,
    Row,
    RowSource,
    Sheet,
    Tally,
    UnreadableFile,
)
from gangmu.control.intake.rules.workbooks import Workbook, WorkbookSheet

TEXTS = ("csv", "tsv")
_LOOK = 40
"""Lines in which a header is looked for."""
_OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rtf"),
)
_FOOTER = re.compile(
    r"(合计|总计|共计|小计|汇总|总数|人数合计|total|subtotal)[\s:：共\d人名条户,，。.]*", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"(填表|制表|审核|填报|复核|负责|经办|联系|报送)(人|单位|时间|日期|部门)?\s*[:：]|(备注|注|说明|填表说明)\s*[:：]|以下空白|以上人员"
)
_SAMPLE = re.compile(r"样例|示例|样表|样本|模板|例子|说明|字典|sample|example|template", re.IGNORECASE)
"""In the name of a sheet: it shows how to fill in the others."""
_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}|1\d{10}")


def read_sheet(data: bytes | Content, filename: str = "", limits: Limits = DEFAULT_LIMITS) -> Sheet:
    """Read a file by its content (its name is only kept). Of a workbook, the one sheet that is a list.

    Raises UnreadableFile and nothing else. While rows are walked it may still be raised, by `Sheet.rows()`,
    for a file that goes wrong further down.
    """
    content = data if isinstance(data, Content) else Content.of(data)
    head = content.head
    limit = limits.max_bytes if head.startswith(WORKBOOKS) else limits.max_text_bytes
    if content.size > limit:
        raise UnreadableFile("file_too_big", size=content.size, limit=limit)
    if not head:
        raise UnreadableFile("file_empty")
    for magic, kind in _OTHER_KINDS:
        if head.startswith(magic):
            raise UnreadableFile("file_kind", filename, kind=kind)
    if head.startswith(b"PK"):
        book = Workbook(content.whole(), limits)
        return _best_sheet(map(book.load, book.sheet_names), filename, "xlsx")
    if head.startswith(OLE):
        return _ole_sheet(content.whole(), filename, limits)
    return _text_sheet(content, filename, limits)


def _ole_sheet(data: bytes, filename: str, limits: Limits) -> Sheet:
    """Excel before 2007, or a workbook behind a password, which is wrapped in the same way."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile("file_encrypted")
    if len(data) > limits.max_bytes // 4:
        raise UnreadableFile("file_old_excel")
    return _best_sheet(read_old_excel(data, limits), filename, "xls")


def _best_sheet(sheets: Iterable[WorkbookSheet], filename: str, kind: str) -> Sheet:
    best: WorkbookSheet | None = None
    best_rank = (False, False, -1.0)
    lists: list[str] = []
    for sheet in sheets:
        top = list(islice(sheet.rows(), _LOOK))
        score = _score(top)
        real = not _SAMPLE.search(sheet.name)
        if is_list := real and _is_list(top):
            lists.append(sheet.name)
        rank = (is_list, real and score > 0, score)
        if rank > best_rank and (score > 0 or any(any(row.cells) for row in top)):
            best, best_rank = sheet, rank
    if best is None:
        raise UnreadableFile("file_no_rows")
    if len(lists) > 1:  # reading one of them would drop the people of the others
        raise UnreadableFile("file_several_lists", sheets="、".join(lists))
    return _sheet(filename, kind, best.rows, name=best.name)


def _is_list(top: Sequence[Row]) -> bool:
    """Whether persons stand among the first lines of a sheet: below a header, or without one, with their numbers."""
    scores = [header_score(row.cells) for row in top]
    if max(scores, default=0.0) <= 0:
        lines = ([c.strip() for c in row.cells if c.strip()] for row in top)
        return any(len(cells) > 2 and any(map(_NUMBER.fullmatch, cells)) for cells in lines)
    below = (row.cells for row in top[scores.index(max(scores)) + 1 :])
    return any(sum(map(bool, map(str.strip, cells))) > 1 and not is_footer(cells) for cells in below)


def _text_sheet(content: Content, filename: str, limits: Limits) -> Sheet:
    head = content.head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta", b"<style")):
        raise UnreadableFile("file_html")
    encoding = detect_encoding(content)
    _nul, odd_quotes = content.signs
    delimiter = choose_delimiter(content, encoding, odd_quotes, limits, _score)
    source = partial(delimited_rows, content, encoding, delimiter, odd_quotes, limits)
    kind = "tsv" if delimiter == "\t" else "csv"
    sheet = _sheet(filename, kind, source)
    return replace(sheet, encoding=encoding, delimiter=delimiter, odd_quotes=odd_quotes)


def _score(rows: Sequence[Row]) -> float:
    return max((header_score(row.cells) for row in rows), default=0.0)


def find_header(rows: Sequence[Row]) -> int | None:
    """The index of the header line among the first rows: the one that names most fields. None if none does.

    An unknown header is taken to be the first line with three short texts and no number that is a person's,
    when titles and blanks above it are passed over.
    """
    scores = [header_score(row.cells) for row in rows[:_LOOK]]
    best = max(scores, default=0.0)
    if best > 0:
        return scores.index(best)
    for index, row in enumerate(rows[:_LOOK]):
        cells = [c.strip() for c in row.cells if c.strip()]
        if len(cells) < 2:
            continue
        plain = all(len(c) <= 20 and sum(ch.isdigit() for ch in c) <= 4 for c in cells)
        return index if plain and len(set(cells)) == len(cells) else None
    return None


def _sheet(
    filename: str,
    kind: str,
    source: RowSource,
    *,
    name: str = "",
) -> Sheet:
    top = list(islice(source(), _LOOK))
    if not any(any(c.strip() for c in row.cells) for row in top):
        raise UnreadableFile("file_no_rows")
    index = find_header(top)
    titles: tuple[str, ...] = ()
    width = max((_used(row.cells) for row in top[index or 0 :]), default=0)
    if index is None and width < 2:
        raise UnreadableFile("file_no_table")
    if index is None:
        header_row, header = 0, [""] * width
    else:
        header, extra = _two_line_header(top, index)
        header_row = top[index].number + extra
        if kind in TEXTS:  # what a line has beyond its header was parted by a separator too many
            width = min(width, len(top[index].cells))
        header += [""] * (width - len(header))
        titles = tuple(" ".join(c.strip() for c in row.cells if c.strip()) for row in top[:index])
    return Sheet(
        filename,
        kind,
        "",
        name,
        header_row,
        tuple(h.strip() for h in header),
        tuple(filter(None, titles)),
        source,
    )


def layout_of(sheet: Sheet) -> dict[str, Any]:
    """What `read_again` needs to know of a text; nothing of a workbook, which finds its sheet anew."""
    if not sheet.encoding:
        return {}
    return {
        "format": sheet.format,
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
        "odd_quotes": sheet.odd_quotes,
        "header_row": sheet.header_row,
    }


def read_again(content: Content, filename: str, header: tuple[str, ...], layout: Mapping[str, Any]) -> Sheet:
    """A file of which header and `layout_of` were kept when it was first read: what was found then holds.

    Raises UnreadableFile as `read_sheet` does.
    """
    if not layout:
        return read_sheet(content, filename)
    encoding, delimiter, odd_quotes = layout["encoding"], layout["delimiter"], layout["odd_quotes"]
    source = partial(delimited_rows, content, encoding, delimiter, odd_quotes, DEFAULT_LIMITS)
    kind, row = layout["format"], layout["header_row"]
    return Sheet(filename, kind, encoding, "", row, header, (), source, delimiter, odd_quotes)


def _used(cells: Sequence[str]) -> int:
    return max((i + 1 for i, c in enumerate(cells) if c.strip()), default=0)


def _two_line_header(top: Sequence[Row], index: int) -> tuple[list[str], int]:
    """The header, with a second line below it that splits merged columns (现住址 over 县区, 镇街, 村居)."""
    header = list(top[index].cells)[: _used(top[index].cells)]
    if index + 1 >= len(top):
        return header, 0
    below = top[index + 1].cells
    named = [i for i, field in enumerate(fields_of(below)) if field is not None]
    filled = [i for i, c in enumerate(below) if c.strip()]
    splits = len(named) >= 2 and len(named) == len(filled)
    if not splits or not any(i >= len(header) or not header[i].strip() for i in named):
        return header, 0
    header += [""] * (len(below) - len(header))
    for i in filled:
        header[i] = below[i]
    return header, 1


def data_rows(sheet: Sheet, tally: Tally) -> Iterator[Row]:
    """The rows below the header that are persons, cut or filled to its width; the rest only counted.

    A line of a text with more cells than its header has keeps them all: nobody can say which is which.
    """
    header, width = sheet.header, len(sheet.header)
    written, text = width, sheet.format in TEXTS
    first = header[0] if header else ""
    serials = [i for i, field in enumerate(fields_of(header)) if field is Field.SERIAL]
    for line in sheet.source():
        number, cells = line
        if number <= sheet.header_row:
            written = max(width, len(cells))  # a spreadsheet makes all lines as wide as the widest
            continue
        if text and len(cells) > written and "".join(cells[written:]).strip():
            tally.data += 1
            yield line
            continue
        if len(cells) != width:
            cells = cells[:width] + [""] * (width - len(cells))
        # Most rows are full: three cells with something in them are not a blank, and only short rows are
        # footers. A row of blanks begins with one.
        if cells.count("") > width - 4 or (not cells[0].strip() and "".join(cells).isspace()):
            if is_blank(cells, serials):
                tally.blank += 1
                continue
            if is_footer(cells):
                tally.footer += 1
                continue
        if (cells[0] == first or cells[-1] == header[-1]) and is_repeated(cells, header):
            tally.repeated_header += 1
            continue
        tally.data += 1
        yield line if cells is line.cells else Row(number, cells)


def is_blank(cells: Sequence[str], serials: Iterable[int]) -> bool:
    """Nothing, or nothing but the running number of a prepared form."""
    return not any(c.strip() and not (i in serials and c.strip().isdigit()) for i, c in enumerate(cells))


def is_footer(cells: Sequence[str]) -> bool:
    """A total, a signature or a note below the table. A line with a document or telephone number never is."""
    filled = [c.strip() for c in cells if c.strip()]
    if any(len(c) >= 11 and sum(ch.isdigit() for ch in c) >= 11 for c in filled):
        return False
    if _FOOTER.fullmatch(filled[0]):
        return all(c.isdigit() or _FOOTER.match(c) or c.rstrip("人户名条个").isdigit() for c in filled[1:])
    return all(_SIGNATURE.match(c) for c in filled)
