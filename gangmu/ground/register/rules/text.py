"""Cleaning of text as people and spreadsheets write it, shared by documents, phones and names."""

import re
import unicodedata

# How people write that there is nothing to write.
NOTHING = frozenset(
    ("", "无", "没有", "不详", "未知", "暂无", "空", "none", "null", "na", "n/a", "nan", "/", "-", "0")
)
_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    [
        *range(0x00, 0x20),
        0x7F,
        *range(0x80, 0xA0),
        0xAD,
        0x034F,
        0x061C,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        0xFEFF,
        0xFFFD,
        *range(0xE0100, 0xE01F0),
    ]
)
for _space in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85):
    _INVISIBLE[_space] = " "

_CLEAN = re.compile("[\x20-\x7e\u4e00-\u9fff·、。“”《》]*")
_APOSTROPHES = "'‘’`´＇\""
_SCIENTIFIC = re.compile(r"([1-9])(?:\.(\d*))?E\+?(\d{1,3})", re.IGNORECASE)
_DECIMAL_ZERO = re.compile(r"(\d+)\.0+")


def clean(raw: str) -> str:
    """Compatibility form (full-width to half-width), control and invisible characters gone, ends stripped."""
    if _CLEAN.fullmatch(raw):
        return raw.strip()
    return unicodedata.normalize("NFKC", raw.translate(_INVISIBLE)).translate(_INVISIBLE).strip()


def number_text(raw: str) -> tuple[str, bool]:
    """A number that a spreadsheet may have reshaped, as its digits; and whether digits were lost for good.

    Takes off the apostrophe that forces text and a trailing `.0`. Scientific notation is written out when all
    its digits are there (1.3800138000E+10) and reported as lost when they are not (4.41302E+17).
    """
    text = clean(raw).strip(_APOSTROPHES).strip()
    match = _DECIMAL_ZERO.fullmatch(text)
    if match:
        return match[1], False
    match = _SCIENTIFIC.fullmatch(text)
    if match is None:
        return text, False
    fraction, exponent = match[2] or "", int(match[3])
    if len(fraction) >= exponent and not fraction[exponent:].strip("0"):
        return match[1] + fraction[:exponent], False
    return text, True
