"""What the head of a register says about the whole file: encoding, delimiter, header, what the columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import islice

from gangmu.control.intake.rules import (
    ColumnMapping,
    Field,
    Guess,
    Profile,
    Sheet,
    UnreadableFile,
    guess_mapping,
    mapping_from_guesses,
    match_profile,
    read_sheet,
)
from gangmu.control.intake.rules.profiles import parse_profile
from gangmu.control.intake.rules.survey import SURE
from gangmu.control.intake.rules.types import ADDRESS_FIELDS
from gangmu.control.roster.rules.records import LONGEST, Layout, lines_of, records

HEAD = 1 << 20
"""Bytes from which a file is known: some thousand lines."""
_NOT_TEXT = (b"PK", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")
_SOUND, _PLAIN = 0.9, 4_000
_OF_ONE_LINE = ("file_quote_open", "file_cell_too_long", "file_line_too_long", "file_too_many_columns")
PLACES = frozenset((*ADDRESS_FIELDS, Field.AREA_CODE))


@cache
def residents_layout() -> Profile:
    """The shipped layout of a register: `data/layout.toml`."""
    return parse_profile(
        (resources.files("gangmu.control.roster") / "data" / "layout.toml").read_text("utf-8")
    )


def read_head(head: bytes, filename: str, *, whole: bool) -> tuple[Layout, Sheet]:
    """Layout and header of a file that begins with `head` (all of it if `whole`).

    A damaged line does not make the file unreadable: it is refused when its turn comes. Raises UnreadableFile.
    """
    if head.startswith(_NOT_TEXT):
        raise UnreadableFile("file_csv_only", filename)
    if not whole:
        head = head[: head.rfind(b"\n") + 1]
        if not head:
            raise UnreadableFile("file_line_too_long", row=1, limit=LONGEST)
    sheet = _sheet(_sound(head), filename)
    if sheet.encoding.startswith("utf-16"):
        raise UnreadableFile("file_csv_only", filename)
    encoding = sheet.encoding.removesuffix("-sig")
    layout = Layout(encoding, sheet.delimiter, 0, sheet.header)
    readable = (found for found in records(lines_of([head]), layout) if not found.fault)
    above = list(islice(readable, sheet.header_row))
    last = above[-1].number + above[-1].lines - 1 if above else 0
    return layout._replace(header_line=last), sheet


def _sheet(head: bytes, filename: str) -> Sheet:
    """The table of a head; a line that makes it unreadable is left out. Columns without a name at its end are none."""
    try:
        sheet = read_sheet(head, filename)
    except UnreadableFile as unreadable:
        if unreadable.problem.code not in _OF_ONE_LINE:
            raise
        lines = [n for n in head.splitlines(keepends=True) if n.strip()]
        plain = [n for n in lines if n.count(b'"') % 2 == 0 and len(n) < _PLAIN]
        if plain[:1] != lines[:1]:  # the header itself
            raise
        sheet = read_sheet(b"".join(plain), filename)
    width = max((n for n, text in enumerate(sheet.header, 1) if text), default=len(sheet.header))
    return replace(sheet, header=sheet.header[:width])


def _sound(head: bytes) -> bytes:
    """The head without lines that are damaged, if these are few."""
    lines = head.splitlines(keepends=True)
    for encoding in ("utf-8", "gb18030"):
        sound = [line for line in lines if len(line) <= LONGEST and _decodes(line, encoding)]
        if len(sound) >= _SOUND * len(lines):
            return b"".join(sound)
    return head


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        return "\0" not in line.decode(encoding)
    except UnicodeDecodeError:
        return False


def columns_of(
    sheet: Sheet, learned: Mapping[str, Field], chosen: Sequence[Field | None] | None, *, unattended: bool
) -> ColumnMapping | None:
    """What the columns mean: as chosen, by the layout or what was learned; unattended also where guesses are sure.

    None if that names no resident: who he is and where he lives.
    """
    if chosen:
        mapping: ColumnMapping | None = mapping_from_guesses(sheet.header, chosen)
    else:
        mapping = match_profile(sheet.header, [residents_layout()], learned)
        if mapping is None and unattended:
            sure = [g.field if g.confidence >= SURE else None for g in guesses_of(sheet, learned)]
            mapping = mapping_from_guesses(sheet.header, sure)
    return mapping if mapping and names_residents(mapping.fields) else None


def names_residents(fields: Sequence[Field | None]) -> bool:
    """Whether columns say who somebody is and where he lives."""
    return Field.NAME in fields and bool(PLACES.intersection(fields))


def guesses_of(sheet: Sheet, learned: Mapping[str, Field]) -> list[Guess]:
    """What the columns probably mean, with samples."""
    return guess_mapping(sheet.header, list(islice(sheet.rows(), 50)), learned)
