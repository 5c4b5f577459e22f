"""A workbook is a zip archive: look into it before anything unfolds it.

Checked on the real streams, not on what the archive declares: number of entries, uncompressed size, ratio,
and the rectangle of cells each sheet would unfold into (two cells in opposite corners make 17 thousand
million).
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from gangmu.control.intake.rules.types import Limits, UnreadableFile

_CHUNK = 1 << 18
_RATIO_FROM = 1 << 20
"""Below this size a high ratio is harmless and common."""
_REF = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_UNUSUAL = re.compile(rb'<c[\s/>](?!r="[A-Z](?:\d{1,5}|[12]\d{5})")')
"""A cell that is not in columns A to Z and rows 1 to 299,999, or does not say where it is."""
_USUAL_ROWS = 299_999
_PREFIXED = re.compile(rb":c[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


@dataclass(slots=True)
class _Extent:
    """The rectangle of cells of one sheet, from A1."""

    rows: int = 0
    columns: int = 0


def inspect(data: bytes, limits: Limits) -> bytes:
    """Check the archive and give it back rebuilt from the entries that were checked, nothing else in it.

    Raises UnreadableFile: file_truncated, file_encrypted, file_bomb, file_zip_method, file_kind,
    file_damaged, file_too_many_rows, file_too_many_columns, file_too_large_grid.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (
        zipfile.BadZipFile,
        ValueError,
        EOFError,
        OSError,
        NotImplementedError,
        UnicodeError,
        OverflowError,
    ):
        raise UnreadableFile("file_truncated") from None
    with archive:
        entries = archive.infolist()
        if len(entries) > limits.max_entries:
            raise UnreadableFile("file_bomb", reason="entries", limit=limits.max_entries)
        if sum(entry.file_size for entry in entries) > limits.max_uncompressed:
            raise UnreadableFile("file_bomb", reason="size", limit=limits.max_uncompressed)
        names = {entry.filename for entry in entries}
        if len(names) != len(entries):
            raise UnreadableFile("file_truncated")
        if "EncryptedPackage" in names:
            raise UnreadableFile("file_encrypted")
        if "xl/workbook.xml" not in names:
            raise UnreadableFile("file_kind", kind=_kind_of(names))
        rebuilt = _Rebuilt()
        budget = limits.max_uncompressed
        for entry in entries:
            if not entry.is_dir() and _wanted(entry.filename):
                budget -= _check_entry(data, entry, budget, limits)
                rebuilt.add(entry, _raw(data, entry))
        return rebuilt.finish()


class _Rebuilt:
    """A plain archive of entries copied as they are compressed: no second reading of it can see anything
    else.
    """

    def __init__(self) -> None:
        self.parts: list[bytes | memoryview] = []
        self.directory: list[bytes] = []
        self.offset = 0

    def add(self, entry: zipfile.ZipInfo, raw: memoryview) -> None:
        name = entry.filename.encode()
        common = struct.pack(
            "<HHHHHIIIHH",
            *(20, 0x800, entry.compress_type, 0, 33, entry.CRC, len(raw), entry.file_size, len(name), 0),
        )
        local = b"PK\x03\x04" + common + name
        self.directory.append(
            b"PK\x01\x02"
            + struct.pack("<H", 20)
            + common
            + struct.pack("<HHHII", 0, 0, 0, 0, self.offset)
            + name
        )
        self.parts += (local, raw)
        self.offset += len(local) + len(raw)

    def finish(self) -> bytes:
        directory = b"".join(self.directory)
        count = len(self.directory)
        end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), self.offset, 0)
        return b"".join((*self.parts, directory, end))


def _kind_of(names: set[str]) -> str:
    if "content.xml" in names:
        return "ods"
    return "xlsb" if "xl/workbook.bin" in names else "zip"


def _wanted(name: str) -> bool:
    """What cells need; pictures, drawings, macros and everything that another format would read stay out."""
    return name == "[Content_Types].xml" or (
        name.startswith(("xl/", "_rels/"))
        and name.endswith((".xml", ".rels"))
        and not name.startswith(("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/"))
    )


def _raw(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    """The compressed bytes of one entry, found through its local header."""
    offset = entry.header_offset
    header = data[offset : offset + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise UnreadableFile("file_truncated")
    start = offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    raw = memoryview(data)[start : start + entry.compress_size]
    if len(raw) != entry.compress_size:
        raise UnreadableFile("file_truncated")
    return raw


def _chunks(data: bytes, entry: zipfile.ZipInfo, budget: int, limits: Limits) -> Iterator[bytes]:
    """The uncompressed entry piece by piece, refusing as soon as it grows beyond reason."""
    if entry.flag_bits & 0x1:
        raise UnreadableFile("file_encrypted")
    raw = _raw(data, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        if len(raw) > budget:
            raise UnreadableFile("file_bomb", reason="size", limit=limits.max_uncompressed)
        yield from (bytes(raw[i : i + _CHUNK]) for i in range(0, len(raw), _CHUNK))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableFile("file_zip_method", str(entry.compress_type))
    inflater = zlib.decompressobj(-15)
    size, pending = 0, bytes(raw)
    ceiling = max(_RATIO_FROM, len(raw) * limits.max_ratio)
    try:
        while pending and not inflater.eof:
            piece = inflater.decompress(pending, _CHUNK)
            pending = inflater.unconsumed_tail
            size += len(piece)
            if size > budget or size > ceiling:
                reason = "ratio" if size > ceiling else "size"
                limit = limits.max_ratio if size > ceiling else limits.max_uncompressed
                raise UnreadableFile("file_bomb", reason=reason, limit=limit)
            if piece:
                yield piece
            elif not pending:
                break
        tail = inflater.flush()
    except zlib.error:
        raise UnreadableFile("file_truncated") from None
    if not inflater.eof or size + len(tail) != entry.file_size:
        raise UnreadableFile("file_truncated")
    if tail:
        yield tail


def _check_entry(data: bytes, entry: zipfile.ZipInfo, budget: int, limits: Limits) -> int:
    """Unfold one entry within its budget and measure its cells. Returns its size.

    Any part may be named as a sheet, wherever it lies, so every part is looked at.
    """
    sheet = entry.filename.endswith(".xml")
    # Twenty-six columns of the most rows allowed are within the grid, so that no measuring is needed.
    unusual = sheet and (26 * limits.max_rows > limits.max_grid or limits.max_rows < _USUAL_ROWS)
    size, rest = 0, b""
    for piece in _chunks(data, entry, budget, limits):
        size += len(piece)
        if sheet and not unusual:
            text, rest = _cut(rest + piece)
            unusual = b"\0" in text or _UNUSUAL.search(text) is not None or _PREFIXED.search(text) is not None
    if unusual or (sheet and _UNUSUAL.search(rest) is not None):
        extent = _measure(_chunks(data, entry, budget, limits))
        if extent is None or _too_large(extent, limits):
            extent = _measure_exactly(_chunks(data, entry, budget, limits))
        _refuse_too_large(extent, limits)
    return size


def _cut(text: bytes) -> tuple[bytes, bytes]:
    """What can be looked at now, and the begun tag at its end."""
    cut = text.rfind(b"<")
    return (text[:cut], text[cut:]) if cut > 0 and len(text) - cut < _CHUNK else (text, b"")


def _measure(chunks: Iterator[bytes]) -> _Extent | None:
    """The rectangle by the positions that cells state; None if some cell states none."""
    extent, rest = _Extent(), b""
    for piece in chunks:
        text, rest = _cut(rest + piece)
        if not _widen(extent, text):
            return None
    return extent if _widen(extent, rest) else None


def _widen(extent: _Extent, text: bytes) -> bool:
    references = _REF.findall(text)
    if references:
        extent.columns = max(extent.columns, *map(_column, {column for column, _ in references}))
        extent.rows = max(extent.rows, *map(int, {row for _, row in references}))
    return b"\0" not in text and len(_CELL.findall(text)) == len(references)


def _column(letters: bytes) -> int:
    number = 0
    for byte in letters.upper():
        number = number * 26 + byte - 64
    return number


class _Measurer:
    """Counts the rectangle of the cells that hold something, also of cells and rows without a position."""

    def __init__(self) -> None:
        self.extent = _Extent()
        self.row = self.column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else self.row + 1
            self.column = 0
        elif name == "c":
            match = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", attributes.get("r", ""))
            self.column = _column(match[1].encode()) if match else self.column + 1
            self.row = int(match[2]) if match else self.row
        elif name in ("v", "is", "f"):
            self.extent.rows = max(self.extent.rows, self.row)
            self.extent.columns = max(self.extent.columns, self.column)

    def doctype(self, *_: object) -> None:
        raise UnreadableFile("file_damaged", where="doctype")


def _measure_exactly(chunks: Iterator[bytes]) -> _Extent:
    measurer = _Measurer()
    parser = expat.ParserCreate()
    parser.StartElementHandler = measurer.start
    parser.StartDoctypeDeclHandler = measurer.doctype
    try:
        for piece in chunks:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise UnreadableFile("file_damaged", where="sheet") from None
    return measurer.extent


def _too_large(extent: _Extent, limits: Limits) -> bool:
    return (
        extent.rows > limits.max_rows
        or extent.columns > limits.max_columns
        or extent.rows * extent.columns > limits.max_grid
    )


def _refuse_too_large(extent: _Extent, limits: Limits) -> None:
    if extent.rows > limits.max_rows:
        raise UnreadableFile("file_too_many_rows", limit=limits.max_rows)
    if extent.columns > limits.max_columns:
        raise UnreadableFile("file_too_many_columns", row=1, columns=extent.columns, limit=limits.max_columns)
    if extent.rows * extent.columns > limits.max_grid:
        raise UnreadableFile(
            "file_too_large_grid", rows=extent.rows, columns=extent.columns, limit=limits.max_grid
        )
