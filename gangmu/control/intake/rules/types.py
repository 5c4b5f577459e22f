"""The shapes that pass between reading a pushed file, mapping its columns and checking its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from gangmu.ground.register.rules import Document, Phone, Sex
from gangmu.ground.register.rules.findings import Params


class Field(StrEnum):
    """What a column of a pushed file may mean."""

    NAME = "name"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_NUMBER = "document_number"
    PHONE = "phone"
    PHONE2 = "phone2"
    ADDRESS = "address"
    ADDRESS_PROVINCE = "address_province"
    ADDRESS_CITY = "address_city"
    ADDRESS_COUNTY = "address_county"
    ADDRESS_TOWN = "address_town"
    ADDRESS_VILLAGE = "address_village"
    AREA_CODE = "area_code"
    """The code of a village, grid or group, in the register of residents."""
    ORIGIN = "origin"
    ARRIVED_AT = "arrived_at"
    TRANSPORT = "transport"
    CATEGORY = "category"
    SEX = "sex"
    AGE = "age"
    BIRTH_DATE = "birth_date"
    REMARK = "remark"
    CONTACT_OF = "contact_of"
    RELATION = "relation"
    SOURCE_REF = "source_ref"
    SERIAL = "serial"
    """The row's own running number; only tells an empty prepared row from a person."""
    IGNORED = "ignored"
    """A column that is known and not wanted, such as those an error file adds."""


ADDRESS_FIELDS: tuple[Field, ...] = (
    Field.ADDRESS_PROVINCE,
    Field.ADDRESS_CITY,
    Field.ADDRESS_COUNTY,
    Field.ADDRESS_TOWN,
    Field.ADDRESS_VILLAGE,
    Field.ADDRESS,
)
"""The columns that make up an address, in the order they are joined."""


class Severity(StrEnum):
    """ERROR refuses the row (or the file); WARNING lets it go on, to be verified at the door."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """Something wrong with a value, a row or a file. The words are in `problems.explain`.

    `field` is a `Field` value, "row" or "file". `value` is what was written there, shortened to 80
    characters.
    """

    field: str
    code: str
    value: str = ""
    params: Params = ()
    severity: Severity = Severity.ERROR


class UnreadableFile(Exception):
    """The one way in which reading a file fails; `problem` says why and what to do."""

    def __init__(self, code: str, value: str = "", **params: str | int) -> None:
        self.problem = Problem(
            "file", code, value[:80], tuple((k, str(v)) for k, v in params.items()), Severity.ERROR
        )
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes in bytes, counts in spreadsheet rows, columns and cells.

    The `text` ones are those of CSV, which is read line by line. `max_grid` bounds rows × columns of the used
    rectangle, because a workbook is unfolded into it.
    """

    max_bytes: int = 60_000_000
    max_uncompressed: int = 400_000_000
    max_ratio: int = 200
    max_entries: int = 2_000
    max_rows: int = 300_000
    max_text_bytes: int = 200_000_000
    max_text_rows: int = 1_050_000
    max_columns: int = 256
    max_grid: int = 8_000_000
    max_cell_chars: int = 4_000
    max_sheets: int = 50


DEFAULT_LIMITS = Limits()


class Row(NamedTuple):
    """One line of the sheet: its number as the spreadsheet shows it, and its cells as text."""

    number: int
    cells: list[str]


@dataclass(slots=True)
class Tally:
    """How many lines of a sheet were what. `data` are the persons; the rest are not counted as received."""

    data: int = 0
    blank: int = 0
    repeated_header: int = 0
    footer: int = 0


class RowSource(Protocol):
    """Gives every line of a sheet from the first, each time it is called anew."""

    def __call__(self) -> Iterator[Row]: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that could be read. `rows()` walks the lines below the header, without blanks and footers.

    `format` is xlsx, xls, csv or tsv; `encoding` and `delimiter` are set for text. `header_row` is the spreadsheet's
    number.
    """

    filename: str
    format: str
    encoding: str
    name: str
    header_row: int
    header: tuple[str, ...]
    titles: tuple[str, ...]
    """Texts above the header: they often tell the slot, the source and the date."""
    source: RowSource = field(repr=False)
    delimiter: str = ""
    odd_quotes: bool = False
    """Whether one of a text's quotes is never closed."""

    def rows(self, tally: Tally | None = None) -> Iterator[Row]:
        """Yield the data rows; count every line, skipped ones too, in `tally`."""
        from gangmu.control.intake.rules.sheets import data_rows

        return data_rows(self, tally if tally is not None else Tally())


@dataclass(frozen=True, slots=True)
class Profile:
    """A known layout of one source: which header means which field, and what is the same for all its rows."""

    name: str
    version: int
    title: str
    source: str
    headers: Mapping[str, Field]
    """Normalised header text → field."""
    required: tuple[Field, ...]
    """Fields a file must have to be of this layout."""
    constants: Mapping[Field, str]
    """Values for every row that has none of its own, such as the category or the transport."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which field each column of one header means; `fields[i]` belongs to column i, None if unknown."""

    header: tuple[str, ...]
    fields: tuple[Field | None, ...]
    constants: Mapping[Field, str]
    profile: str
    """Name and version of the profile, such as `big_data_push/1`, or "" for a mapping made by hand."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposal for one column, for the mapping page. `confidence` runs from 0 to 1.

    `reason` is a code: header_exact, header_like, learned, contested, content_document, content_phone, content_date,
    content_name, content_sex, content_age, content_address, unknown.
    """

    column: int
    header: str
    field: Field | None
    confidence: float
    reason: str
    samples: tuple[str, ...]


@dataclass(slots=True)
class CheckedRow:
    """One person as the file gives him, normalised, with everything that is wrong about it.

    Dates and times are Shanghai civil time. Absent texts are "". `refused` is true if any problem is an
    error.
    """

    number: int
    name: str
    document: Document
    phones: tuple[Phone, ...]
    """Every number found, best first: those of `phone`, then those of `phone2`."""
    address: str
    origin: str
    arrived_at: datetime | None
    transport: str
    category: str
    sex: Sex | None
    age: int | None
    birth_date: date | None
    remark: str
    contact_of: str
    relation: str
    source_ref: str
    problems: tuple[Problem, ...]
    refused: bool

    @property
    def phone(self) -> str:
        """The first usable number in E.164 form, or ""."""
        for phone in self.phones:
            if phone.number:
                return phone.number
        return ""

    @property
    def codes(self) -> list[str]:
        """The codes of all problems, for the rows file and the ledger."""
        return [p.code for p in self.problems]
