"""Checking one row: every value normalised, everything wrong with it named, refused only if nobody could
act on it.

不漏一人: a wrong check digit, a missing phone, an odd date are warnings, and the value is verified at the
door. A row is refused when it names nobody, when its name is no name and no document stands beside it, or
when there is neither an address nor a phone nor anything else to find the person by.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gangmu.control.intake.rules.cells import (
    SHOWN_CHARS,
    Add,
    first,
    from_finding,
    joined,
    label,
    repeated,
    short,
    something,
    text_of,
    warning,
)
from gangmu.control.intake.rules.dates import UnclearDate, read_birth_date, read_moment
from gangmu.control.intake.rules.types import (
    ADDRESS_FIELDS,
    CheckedRow,
    ColumnMapping,
    Field,
    Problem,
    Row,
    Severity,
)
from gangmu.ground.register.rules import (
    Document,
    Phone,
    Sex,
    normalise_name,
    read_phones,
    recognise,
)
from gangmu.ground.register.rules.documents import NO_DOCUMENT
from gangmu.ground.register.rules.names import PLAIN_NAME, is_usable_name, split_note
from gangmu.ground.register.rules.text import clean

NAME_CHARS, ADDRESS_CHARS, TEXT_CHARS, REMARK_CHARS = 60, 300, 200, 1000
_OLDEST_ARRIVAL, _LATEST_ARRIVAL = timedelta(days=400), timedelta(days=31)
_SEXES = {
    "男": Sex.MALE, "男性": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "1": Sex.MALE,
    "女": Sex.FEMALE, "女性": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE, "2": Sex.FEMALE,
}  # fmt: skip
_DAMAGE = re.compile("[\ufffd?？*□]|锟斤拷")


@dataclass(slots=True)
class _Columns:
    """Columns of each field, in order."""

    of: dict[Field, tuple[int, ...]]

    def __getitem__(self, field: Field) -> tuple[int, ...]:
        return self.of.get(field, ())


class RowChecker:
    """Checks rows of one file: `RowChecker(mapping, today).check(row)`.

    `today` is the Shanghai date against which ages and dates without a year are read.
    """

    def __init__(self, mapping: ColumnMapping, today: date) -> None:
        found: dict[Field, tuple[int, ...]] = {}
        for column, field in enumerate(mapping.fields):
            if field is not None:
                found[field] = (*found.get(field, ()), column)
        columns = _Columns(found)
        self._today = today
        self._width = len(mapping.fields)
        self._name = columns[Field.NAME]
        self._kind = columns[Field.DOCUMENT_KIND]
        self._number = columns[Field.DOCUMENT_NUMBER]
        self._phones = tuple((f, c) for f in (Field.PHONE, Field.PHONE2) for c in columns[f])
        self._phone_mapped = bool(self._phones)
        self._address = tuple(c for field in ADDRESS_FIELDS for c in columns[field])
        self._arrived = columns[Field.ARRIVED_AT]
        self._sex, self._age, self._birth = (columns[f] for f in (Field.SEX, Field.AGE, Field.BIRTH_DATE))
        self._remarks = tuple((c, label(mapping.header[c])) for c in columns[Field.REMARK])
        self._texts = tuple(
            (field, columns[field], mapping.constants.get(field, ""))
            for field in (
                Field.ORIGIN,
                Field.TRANSPORT,
                Field.CATEGORY,
                Field.CONTACT_OF,
                Field.RELATION,
                Field.SOURCE_REF,
            )
        )

    def check(self, row: Row) -> CheckedRow:
        """The person of one row. Never raises, whatever the cells hold."""
        cells = row.cells
        if len(cells) != self._width:
            if len(cells) > self._width:
                return self._too_wide(row)
            cells = cells + [""] * (self._width - len(cells))
        problems: list[Problem] = []
        add = problems.append
        name, note = self._check_name(cells, add)
        document = self._check_document(cells, add)
        phones = self._check_phones(cells, add)
        address = self._check_address(cells, add)
        arrived_at = self._check_arrival(cells, add) if self._arrived else None
        sex = self._check_sex(cells, document, add) if self._sex else document.sex
        birth_date = self._check_birth(cells, document, add) if self._birth else document.birth_date
        age = self._check_age(cells, birth_date, add)
        origin, transport, category, contact_of, relation, source_ref = [
            text_of(cells, columns, constant) if columns else constant
            for _field, columns, constant in self._texts
        ]
        if max(map(len, (origin, transport, category, contact_of, relation, source_ref))) > TEXT_CHARS:
            origin, transport, category, contact_of, relation, source_ref = [
                short(text, field, TEXT_CHARS, add)
                for text, (field, _columns, _constant) in zip(
                    (origin, transport, category, contact_of, relation, source_ref), self._texts, strict=True
                )
            ]
        remark = self._check_remark(cells, note, add) if self._remarks or note else ""
        if not address and not phones:  # said once, and no advice to go to the one or call the other
            problems[:] = [p for p in problems if p.code not in ("address_missing", "phone_missing")]
        self._check_actionable(name, document, bool(address or phones), add)
        refused = False
        for problem in problems:
            refused = refused or problem.severity is Severity.ERROR
        return CheckedRow(
            row.number, name, document, phones, address, origin,
            arrived_at, transport, category, sex, age, birth_date, remark, contact_of, relation, source_ref,
            tuple(problems), refused,
        )  # fmt: skip

    def _too_wide(self, row: Row) -> CheckedRow:
        """A separator too many has moved the cells behind it: no name, no number can be trusted."""
        params = (("columns", str(len(row.cells))), ("header", str(self._width)))
        problem = Problem("row", "row_columns", "", params)
        return replace(self.check(Row(row.number, [])), problems=(problem,), refused=True)

    def _check_name(self, cells: Sequence[str], add: Add) -> tuple[str, str]:
        raw = first(cells, self._name)
        if PLAIN_NAME.fullmatch(raw):
            return raw, ""
        name = normalise_name(raw)
        if not name:
            return "", ""
        if _DAMAGE.search(raw):
            add(warning(Field.NAME, "name_damaged", raw))
        name, note = split_note(name)
        return short(name, Field.NAME, NAME_CHARS, add, "name_too_long"), note

    def _check_document(self, cells: Sequence[str], add: Add) -> Document:
        raw = first(cells, self._number)
        if not raw:
            return NO_DOCUMENT
        kind = cells[self._kind[0]] if self._kind else ""
        document = recognise(raw, kind)
        for finding in document.findings:
            add(from_finding(finding, Field.DOCUMENT_NUMBER, raw))
        if document.birth_date is not None and document.birth_date > self._today:
            params = (("date", document.birth_date.isoformat()),)
            add(warning(Field.DOCUMENT_NUMBER, "document_birth_date_future", raw, params))
            document = document._replace(key="", checked=False, birth_date=None)
        return document

    def _check_phones(self, cells: Sequence[str], add: Add) -> tuple[Phone, ...]:
        found: tuple[Phone, ...] = ()
        complained = False
        for field, column in self._phones:
            raw = cells[column]
            if not raw:
                continue
            reading = read_phones(raw)
            for finding in reading.findings:
                complained = True
                add(from_finding(finding, field, raw))
            found = found + reading.phones if found else reading.phones
        if not found and not complained:
            add(warning(Field.PHONE, "phone_missing"))
        return found if len(found) < 2 else tuple(dict.fromkeys(found))

    def _check_address(self, cells: Sequence[str], add: Add) -> str:
        """The parts of the address joined; a part that the next ones repeat is not written twice."""
        address = ""
        for column in self._address:
            part = something(cells[column])
            if not part:
                continue
            # 惠城区 | 江北街道 | 惠城区江北街道… : the detailed part already says what stood before it.
            address = part if not address or part.startswith(address) else joined(address, part)
        if not address:
            add(warning(Field.ADDRESS, "address_missing"))
        return short(address, Field.ADDRESS, ADDRESS_CHARS, add, "address_too_long")

    def _check_arrival(self, cells: Sequence[str], add: Add) -> datetime | None:
        """Several columns may give it: the first that can be read."""
        unclear: Problem | None = None
        for column in self._arrived:
            raw = repeated(cells[column])
            if not raw:
                continue
            try:
                moment = read_moment(raw, self._today)
            except UnclearDate as error:
                unclear = unclear or warning(Field.ARRIVED_AT, error.args[0], raw)
                continue
            if not self._today - _OLDEST_ARRIVAL <= moment.date() <= self._today + _LATEST_ARRIVAL:
                add(warning(Field.ARRIVED_AT, "date_implausible", raw))
            return moment
        if unclear is not None:
            add(unclear)
        return None

    def _check_sex(self, cells: Sequence[str], document: Document, add: Add) -> Sex | None:
        raw = text_of(cells, self._sex, "")
        if not raw:
            return document.sex
        sex = _SEXES.get(raw.lower())
        if sex is None:
            add(warning(Field.SEX, "sex_unreadable", raw))
            return document.sex
        if document.checked and document.sex is not None and document.sex is not sex:
            add(warning(Field.SEX, "sex_differs", raw))
            return document.sex
        return sex

    def _check_birth(self, cells: Sequence[str], document: Document, add: Add) -> date | None:
        raw = text_of(cells, self._birth, "")
        if not raw:
            return document.birth_date
        try:
            birth_date = read_birth_date(raw, self._today)
        except UnclearDate as error:
            add(warning(Field.BIRTH_DATE, error.args[0], raw))
            return document.birth_date
        if document.checked and document.birth_date is not None and birth_date != document.birth_date:
            params = (("document", document.birth_date.isoformat()),)
            add(warning(Field.BIRTH_DATE, "birth_date_differs", raw, params))
            return document.birth_date
        return birth_date

    def _check_age(self, cells: Sequence[str], birth_date: date | None, add: Add) -> int | None:
        """Whole years: from the birth date if it is known, else as given; 虚岁 counts one or two more."""
        known = None
        if birth_date is not None:
            today = self._today
            early = (today.month, today.day) < (birth_date.month, birth_date.day)
            known = today.year - birth_date.year - early
        raw = text_of(cells, self._age, "") if self._age else ""
        if not raw:
            return known
        digits = raw.removesuffix("周岁").removesuffix("岁").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 3 and int(digits) <= 130):
            add(warning(Field.AGE, "age_unreadable", raw))
            return known
        if known is not None and not known - 1 <= int(digits) <= known + 2:
            add(warning(Field.AGE, "age_differs", raw, (("age", str(known)),)))
        return int(digits) if known is None else known

    def _check_remark(self, cells: Sequence[str], note: str, add: Add) -> str:
        parts = [label + text for c, label in self._remarks if (text := clean(cells[c]))]
        if note:
            parts.append(note)
        return short("；".join(parts), Field.REMARK, REMARK_CHARS, add) if parts else ""

    def _check_actionable(self, name: str, document: Document, reachable: bool, add: Add) -> None:
        if not name:
            if document.number:
                add(warning(Field.NAME, "name_missing"))
            else:
                add(Problem("row", "row_unidentified"))
        elif not is_usable_name(name):
            severity = Severity.WARNING if document.key else Severity.ERROR
            add(Problem(Field.NAME, "name_unusable", name[:SHOWN_CHARS], (), severity))
        if not document.number and not document.findings and self._number:
            add(warning(Field.DOCUMENT_NUMBER, "document_missing"))
        if not reachable:
            add(Problem("row", "row_unreachable"))


def check_row(row: Row, mapping: ColumnMapping, today: date) -> CheckedRow:
    """One row alone; for many rows of one file keep a RowChecker."""
    return RowChecker(mapping, today).check(row)
