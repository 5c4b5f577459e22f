"""Lists as the files that offices send: any shipped layout, as a workbook or as text in the usual encodings."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from xlsxwriter import Workbook

from gangmu.control.intake.rules import Field, Profile, load_profiles
from gangmu.ground.territory.bulk.shipped import DATA
from gangmu.ground.territory.rules import files
from gangmu.ground.territory.rules.terms import Division
from gangmu.twin import city
from gangmu.twin.pushes import Entry, PushWriter

F = Field
CELLS: dict[Field, Callable[[int, Entry], str]] = {
    F.SERIAL: lambda row, e: str(row),
    F.NAME: lambda row, e: e.name,
    F.DOCUMENT_KIND: lambda row, e: "居民身份证" if e.document else "",
    F.DOCUMENT_NUMBER: lambda row, e: e.document,
    F.PHONE: lambda row, e: e.phone,
    F.ADDRESS: lambda row, e: e.address,
    F.ADDRESS_COUNTY: lambda row, e: e.county,
    F.SEX: lambda row, e: {"m": "男", "f": "女"}[e.sex],
    F.AGE: lambda row, e: str(e.age),
    F.CATEGORY: lambda row, e: e.category,
    F.ORIGIN: lambda row, e: e.origin,
    F.CONTACT_OF: lambda row, e: f"病例{row % 7 + 1}",
    F.TRANSPORT: lambda row, e: f"D{row % 40 + 2300}",
    F.SOURCE_REF: lambda row, e: e.reference,
}
"""How a field of a layout is filled; fields that are not named here are left out of the file."""


def city_writer(seed: int) -> PushWriter:
    """The writer of lists about the demo city."""
    return PushWriter(_divisions(), list(files.places(city.DATA / "gazetteer.csv.gz")), seed)


def layout(name: str) -> Profile:
    """A shipped layout by name; ValueError names those there are."""
    known = {profile.name: profile for profile in load_profiles()}
    if name not in known:
        raise ValueError(f"no layout {name!r}; there are {', '.join(known)}")
    return known[name]


def table(profile: Profile, entries: Iterable[Entry]) -> tuple[list[str], Iterable[list[str]]]:
    """Header and rows of a layout, each field under the first header the layout has for it."""
    headers: dict[Field, str] = {}
    for header, field in profile.headers.items():
        if field in CELLS:
            headers.setdefault(field, header)
    if missing := set(profile.required) - headers.keys():
        raise ValueError(f"layout {profile.name} needs {sorted(missing)}, which no list here has")
    fill = [CELLS[field] for field in headers]
    rows = ([cell(row, entry) for cell in fill] for row, entry in enumerate(entries, 1))
    return list(headers.values()), rows


def as_csv(header: list[str], rows: Iterable[list[str]], encoding: str = "utf-8") -> bytes:
    """Text with CRLF; the first row of persons is line 2. `utf-8-sig` writes a byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def as_xlsx(header: list[str], rows: Iterable[list[str]], title: str = "") -> bytes:
    """A workbook; with a title the header is its second line and the first person stands in row 3."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("名单")
        top = [[title], header] if title else [header]
        for number, row in enumerate([*top, *rows]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def _divisions() -> list[Division]:
    """The home city in the matcher's words, and what lies around it."""
    known: dict[str, Division] = {}
    for name in ("huizhou_divisions_ext.csv", "guangdong_divisions.csv", "china_divisions.csv"):
        for division in files.divisions(DATA / name):
            known.setdefault(division.code, division)
    return list(known.values())
