"""Identity documents as they stand in pushed files: which kind, which number, how far it can be trusted.

Sources: GB 11643-1999 (18 digits, ISO 7064 MOD 11-2 check digit; 15 digits before), GA/T 2000-2014 (travel
permits of Hong Kong, Macau and Taiwan residents), the residence permits of 2018 (81/82/83), the foreigner's
permanent residence cards of 2004 (3 letters, 12 digits) and 2023 (18 digits beginning with 9).
"""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from gangmu.ground.register.rules.findings import Finding
from gangmu.ground.register.rules.kinds import DocumentKind, kind_from_text
from gangmu.ground.register.rules.text import NOTHING, number_text


class Sex(StrEnum):
    """Sex as documents state it."""

    MALE = "male"
    FEMALE = "female"


class Document(NamedTuple):
    """A document as it could be read.

    `number` is the normalised number. `key` is equal for two writings of one document ("" when the number
    does not hold together, so it must not merge anybody): 15 digits upgraded to 18, reissue counters left
    out. `checked` says a check digit protects it; without one, merge only when the names agree too.
    """

    kind: DocumentKind
    number: str = ""
    key: str = ""
    checked: bool = False
    birth_date: date | None = None
    sex: Sex | None = None
    findings: tuple[Finding, ...] = ()


_KEY = {kind: f"{kind.value}:" for kind in DocumentKind}
NO_DOCUMENT = Document(DocumentKind.NONE)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_HMT_PREFIXES = frozenset(("810000", "820000", "830000"))
_FIRST_YEAR, _LAST_YEAR = 1860, 2099

_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_EIGHTEEN_INSIDE = re.compile(r"(?<![0-9A-Z])\d{17}[\dX](?![0-9A-Z])")
_FIFTEEN = re.compile(r"\d{15}")
_HOME_RETURN = re.compile(r"([HM]\d{8})(\d{2})?")
_TAIWAN = re.compile(r"(\d{8})(?:\d{2}|\(?[A-Z]\)?|\(\d{2}\))?")
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}")
_CHINA_PASSPORT = re.compile(r"(?:[EGDSP]\d{8}|E[A-HJ-NP-Z]\d{7}|(?:14|15)\d{7}|[DPS]E\d{7})")
_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{6,12}")
_PASSPORT_UNTOLD = re.compile(r"[A-Z]{1,2}\d{6,9}")
_OFFICER = re.compile(r".*\d{4,}.*")
_DROP = str.maketrans("", "", " \t-_.·•,:;。，：；、\u3000")

_NO_DOCUMENT_WORDS = NOTHING | {"无证件", "无证", "未提供"}


def check_digit(seventeen: str) -> str:
    """The check character of GB 11643 for seventeen digits."""
    return _CHECK_DIGITS[sum(w * int(c) for w, c in zip(_WEIGHTS, seventeen, strict=True)) % 11]


# The weighted sum is taken in four pieces, each remembered: few regions, years and days, a thousand sequences.
@lru_cache(maxsize=8192)
def _region(six: str) -> tuple[int, bool]:
    return _weighted(six, 0), six[:2] in _PROVINCES


@lru_cache(maxsize=256)
def _year(four: str) -> tuple[int, int]:
    year = int(four)
    return _weighted(four, 6), year if _FIRST_YEAR <= year <= _LAST_YEAR else 0


@lru_cache(maxsize=512)
def _day(four: str) -> tuple[int, int, int]:
    return _weighted(four, 10), int(four[:2]), int(four[2:])


def _weighted(digits: str, place: int) -> int:
    return sum(w * int(c) for w, c in zip(_WEIGHTS[place : place + len(digits)], digits, strict=True))


def _born(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_MALE, _FEMALE = Sex.MALE, Sex.FEMALE
_SEQUENCE = {f"{n:03d}": _weighted(f"{n:03d}", 14) for n in range(1000)}
_CHECK_DIGIT = Finding("document_check_digit")
_CHECK_DIGIT_ROUNDED = Finding("document_rounded")
_BIRTH = "document_birth_date_impossible"
_LOST = Finding("document_precision_lost", fatal=True)


def recognise(raw_number: str, raw_kind: str | None = None) -> Document:
    """Read a document number as written, with the kind the file names, if it names one.

    Never raises. What is wrong stands in `findings`, with the codes document_precision_lost (fatal: a
    spreadsheet has rounded the number), document_check_digit, document_rounded (check digit wrong and the
    last three digits 000, as a spreadsheet leaves them), document_birth_date_impossible, document_length,
    document_characters, document_region_unknown, document_kind_differs, document_kind_unknown,
    document_several, document_extra_text.
    """
    told = kind_from_text(raw_kind) if raw_kind else None
    number = raw_number
    if not (len(number) == 18 and number.isascii() and number.isalnum()):
        number, lost = number_text(raw_number)
        if lost:
            return Document(told or DocumentKind.UNKNOWN, "", "", False, None, None, (_LOST,))
    number = number.upper()
    if _EIGHTEEN.fullmatch(number) and number.isascii():
        return _eighteen(number, told)
    return _other(number, told)


def _eighteen(number: str, told: DocumentKind | None, more: tuple[Finding, ...] = ()) -> Document:
    region_sum, region_known = _region(number[:6])
    year_sum, year = _year(number[6:10])
    day_sum, month, day = _day(number[10:14])
    birth_date, sequence = _born(year, month, day), number[14:17]
    checked = _CHECK_DIGITS[(region_sum + year_sum + day_sum + _SEQUENCE[sequence]) % 11] == number[17]
    if number[:6] in _HMT_PREFIXES:
        kind = DocumentKind.HMT_RESIDENCE
    elif number[0] == "9" and number[1:3] in _PROVINCES and told is not DocumentKind.RESIDENT_ID:
        kind = DocumentKind.FOREIGN_PERMANENT
        region_known = True
    else:
        kind = DocumentKind.RESIDENT_ID
    findings = more
    if not checked:
        findings += (_CHECK_DIGIT_ROUNDED if number.endswith("000") else _CHECK_DIGIT,)
    if birth_date is None:
        findings += (Finding(_BIRTH, (("date", f"{number[6:10]}-{number[10:12]}-{number[12:14]}"),)),)
    if not region_known:
        findings += (Finding("document_region_unknown", (("region", number[:6]),)),)
    if told is not None and told is not kind and told is not DocumentKind.NONE:
        findings += (_kind_differs(told, kind),)
    sex = _MALE if sequence[2] in "13579" else _FEMALE
    sound = checked and birth_date is not None
    return Document(kind, number, _KEY[kind] + number if sound else "", sound, birth_date, sex, findings)


def _kind_differs(told: DocumentKind, found: DocumentKind) -> Finding:
    return Finding("document_kind_differs", (("told", told.value), ("found", found.value)))


def _other(number: str, told: DocumentKind | None) -> Document:
    """Everything that is not eighteen characters at first sight."""
    if number.lower() in _NO_DOCUMENT_WORDS:
        return NO_DOCUMENT
    bare = number.translate(_DROP).replace("×", "X").replace("*", "X") if _mostly_digits(number) else number
    bare = bare.translate(_DROP)
    if not bare:
        return NO_DOCUMENT
    if _EIGHTEEN.fullmatch(bare) and bare.isascii():
        return _eighteen(bare, told)
    if _FIFTEEN.fullmatch(bare) and bare.isascii() and told is not DocumentKind.OFFICER:
        return _fifteen(bare, told)
    inside = _EIGHTEEN_INSIDE.findall(number) if number.isascii() or not bare.isascii() else []
    if inside:
        several = len(set(inside)) > 1
        found = _eighteen(
            inside[0], told, (Finding("document_several" if several else "document_extra_text"),)
        )
        return found._replace(key="", checked=False) if several else found
    return _lettered(bare, number, told)


def _mostly_digits(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= 15


def _fifteen(number: str, told: DocumentKind | None) -> Document:
    """The form before 1999: no century, no check digit. Its holder is known by the eighteen digits it
    became.
    """
    seventeen = f"{number[:6]}19{number[6:]}"
    upgraded = _eighteen(seventeen + check_digit(seventeen), told)
    if upgraded.birth_date is None:
        return upgraded._replace(number=number, kind=DocumentKind.RESIDENT_ID)
    return upgraded._replace(checked=False)


def _lettered(bare: str, number: str, told: DocumentKind | None) -> Document:
    """Permits and passports, which have letters or few digits and no check digit."""
    match = _HOME_RETURN.fullmatch(bare)
    if match and told in (None, DocumentKind.HOME_RETURN_PERMIT):
        return _formed(DocumentKind.HOME_RETURN_PERMIT, bare, match[1])
    if _FOREIGN_OLD.fullmatch(bare) and told in (None, DocumentKind.FOREIGN_PERMANENT):
        return _formed(DocumentKind.FOREIGN_PERMANENT, bare, bare)
    if told is DocumentKind.TAIWAN_PERMIT:
        permit = _TAIWAN.fullmatch(bare.removeprefix("T"))
        if permit:
            return _formed(told, bare, permit[1])
    elif told is DocumentKind.OFFICER:
        if _OFFICER.fullmatch(bare):
            return _formed(told, number, bare)
    elif told is DocumentKind.PASSPORT or told is None:
        pattern = _PASSPORT if told else _PASSPORT_UNTOLD
        if bare.isascii() and (_CHINA_PASSPORT.fullmatch(bare) or pattern.fullmatch(bare)):
            return _formed(DocumentKind.PASSPORT, bare, bare)
    return _malformed(bare, told)


def _formed(kind: DocumentKind, number: str, core: str) -> Document:
    return Document(kind, number, _KEY[kind] + core)


def _malformed(bare: str, told: DocumentKind | None) -> Document:
    """A number of no form that its kind allows: kept for the door, useless for recognising anybody."""
    kind = told if told not in (None, DocumentKind.NONE) else None
    digits = sum(c.isdigit() for c in bare)
    if kind in (DocumentKind.RESIDENT_ID, DocumentKind.HMT_RESIDENCE) or (kind is None and digits >= 13):
        kind = kind or DocumentKind.RESIDENT_ID
        if len(bare) == 18:
            finding = Finding("document_characters")
        else:
            finding = Finding("document_length", (("length", str(len(bare))), ("expected", "18")))
    elif kind is None:
        kind, finding = DocumentKind.UNKNOWN, Finding("document_kind_unknown")
    else:
        finding = Finding("document_form", (("kind", kind.value),))
    return Document(kind, bare[:64], "", False, None, None, (finding,))
