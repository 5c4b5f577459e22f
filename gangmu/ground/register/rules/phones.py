"""Telephone numbers as people write them, read into E.164 form (+8613800138000).

Mainland mobiles (1[3-9] and nine digits), landlines with area code and extension, Hong Kong (+852), Macau
(+853), Taiwan (+886), other countries, 400 numbers; several numbers in one cell.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from gangmu.ground.register.rules.findings import Finding
from gangmu.ground.register.rules.text import NOTHING, number_text


class PhoneKind(StrEnum):
    """What is at the other end of a number."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    HONG_KONG = "hong_kong"
    MACAU = "macau"
    TAIWAN = "taiwan"
    FOREIGN = "foreign"
    SERVICE = "service"


class Phone(NamedTuple):
    """One number in E.164 form, with its extension if it has one."""

    number: str
    kind: PhoneKind
    extension: str = ""


class Phones(NamedTuple):
    """Every number of a cell, in its order and without repeats, and what was wrong with the rest."""

    phones: tuple[Phone, ...]
    findings: tuple[Finding, ...] = ()


NO_PHONES = Phones(())
_NOTHING = NOTHING | {"无电话", "--"}

_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_INSIDE = re.compile(r"(?<!\d)(?:(?:\+|00)?86)?(1[3-9]\d{9})(?!\d)")
_STRONG = re.compile(r"[/、,，;；|\\&]|或|和|及|\s{2,}|\n")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)[:\s]*(\d{1,6})\s*$", re.IGNORECASE)
_DASH_EXTENSION = re.compile(r"^(\(?0\d{2,3}\)?[-\s]*\d{7,8})[-\s]+(\d{1,6})$")
_LABEL = re.compile(r"^[^\d+(]+")
_NOTE = re.compile(r"[(（][^)）\d]*[)）]|[^\d)]+$")
_GLUE = str.maketrans("", "", " \t-_.()（）·—–−‐‑~")
_LANDLINE = re.compile(r"0(10|2\d|[3-9]\d{2})([2-9]\d{6,7})")
_SERVICE = re.compile(r"(?:400|800)\d{7}")


def _is_placeholder(mobile: str) -> bool:
    """Numbers typed to get past a form. Repeated eights and the like are sold as lucky numbers and do
    ring.
    """
    return mobile.endswith(("00000000", "12345678"))


def read_phones(raw: str, area_code: str = "0752") -> Phones:
    """Every number in one cell. `area_code` completes local landline numbers (0752 is Huizhou's).

    Never raises. Findings: phone_precision_lost, phone_length, phone_unreadable (each for one number that
    is left out) and phone_placeholder (13800000000 and the like, kept).
    """
    if len(raw) == 11 and _MOBILE.fullmatch(raw) and raw.isascii() and not _is_placeholder(raw):
        return Phones((Phone("+86" + raw, PhoneKind.MOBILE),))
    text, lost = number_text(raw)
    if text.lower() in _NOTHING:
        return NO_PHONES
    if lost:
        return Phones((), (Finding("phone_precision_lost", fatal=True),))
    found: list[Phone] = []
    findings: list[Finding] = []
    for part in _STRONG.split(text):
        if part and any(c.isdigit() for c in part):
            _read_part(part.strip(), area_code, found, findings)
    if not found and not findings:
        findings.append(Finding("phone_unreadable", fatal=True))
    return Phones(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(findings)))


def _read_part(part: str, area_code: str, found: list[Phone], findings: list[Finding]) -> None:
    phone = _one(part, area_code)
    if phone is None and " " in part:
        tokens = [_one(token, area_code) for token in part.split()]
        several = [token for token in tokens if token is not None]
        if several and len(several) == len(tokens):
            found.extend(several)
            return
    if phone is None:
        inside = _MOBILE_INSIDE.findall(part)
        found.extend(Phone("+86" + m, PhoneKind.MOBILE) for m in inside)
        if not inside:
            digits = sum(c.isdigit() for c in part)
            findings.append(Finding("phone_length", (("length", str(digits)),), fatal=True))
        return
    found.append(phone)
    if phone.kind is PhoneKind.MOBILE and _is_placeholder(phone.number[3:]):
        findings.append(Finding("phone_placeholder"))


def _one(part: str, area_code: str) -> Phone | None:
    """The number that the whole of `part` is, or None."""
    text = _LABEL.sub("", part)
    extension = ""
    match = _EXTENSION.search(text) or _DASH_EXTENSION.match(text)
    if match:
        extension = match[match.lastindex or 1]
        text = text[: match.start()] if match.lastindex == 1 else match[1]
    text = _NOTE.sub("", text)
    digits = text.translate(_GLUE)
    international = digits.startswith("+")
    digits = digits.lstrip("+")
    if not digits.isascii() or not digits.isdigit():
        return None
    if digits.startswith("00") and len(digits) >= 10:
        digits, international = digits[2:], True
    return _by_digits(digits, international, extension, area_code)


def _by_digits(digits: str, international: bool, extension: str, area_code: str) -> Phone | None:
    if digits.startswith("86") and len(digits) >= 11 and (international or len(digits) >= 12):
        return _mainland(digits[2:], extension) or _mainland("0" + digits[2:], extension)
    region = _beyond(digits, international, extension)
    if region is not None:
        return region
    if international:
        sound = 8 <= len(digits) <= 15 and digits[0] != "0"
        return Phone("+" + digits, PhoneKind.FOREIGN, extension) if sound else None
    mainland = _mainland(digits, extension)
    if mainland is None and len(digits) == 7 and digits[0] in "23456789":
        return _mainland(area_code + digits, extension)
    return mainland


def _mainland(digits: str, extension: str) -> Phone | None:
    mobile = digits[1:] if digits.startswith("01") and len(digits) == 12 else digits
    if _MOBILE.fullmatch(mobile):
        return Phone("+86" + mobile, PhoneKind.MOBILE, extension)
    if _LANDLINE.fullmatch(digits):
        return Phone("+86" + digits[1:], PhoneKind.LANDLINE, extension)
    if _SERVICE.fullmatch(digits):
        return Phone("+86" + digits, PhoneKind.SERVICE, extension)
    return None


def _beyond(digits: str, international: bool, extension: str) -> Phone | None:
    """Hong Kong, Macau and Taiwan, whose codes people write without a plus."""
    if len(digits) == 11 and digits[3] != "0":
        if digits.startswith("852"):
            return Phone("+" + digits, PhoneKind.HONG_KONG, extension)
        if digits.startswith("853"):
            return Phone("+" + digits, PhoneKind.MACAU, extension)
    if digits.startswith("886"):
        rest = digits[3:].lstrip("0")
        if 8 <= len(rest) <= 9 and (international or len(digits) >= 11):
            return Phone("+886" + rest, PhoneKind.TAIWAN, extension)
    return None
