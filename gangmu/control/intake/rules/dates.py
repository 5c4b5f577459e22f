"""Dates and times as lists give them, in Shanghai civil time."""

import re
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from gangmu.ground.register.rules.text import number_text

_CIVIL = ZoneInfo("Asia/Shanghai")
_PERIOD = r"(上午|下午|晚上|晚|中午|凌晨|早上)?"
_CLOCK = r"(\d{1,2})[:时点](?:(\d{1,2})分?)?(?::(\d{1,2})(?:\.\d+)?)?秒?\s*(am|pm)?"
# A minus is an offset behind seconds only: 18:00-20:00 says from when to when.
_OFFSET = r"(z|\+\d\d(?::?\d\d)?|(?:(?<=:\d\d:\d\d)|(?<=\.\d{3})|(?<=\.\d{6}))-\d\d(?::?\d\d)?)?"
_TIME = rf"(?:[\sT日号,，]*{_PERIOD}\s*{_CLOCK}{_OFFSET})?"
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?" + _TIME, re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s*(\d{2}):?(\d{2})(?::?(\d{2}))?)?")
_MD = re.compile(r"(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})[日号]?" + _TIME, re.IGNORECASE)
_DMY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})" + _TIME, re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_EXCEL_EPOCH = datetime(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Excel day numbers that are taken for dates: 1954 to 2119."""


class UnclearDate(ValueError):
    """The text is no date; `args[0]` is the code date_unreadable or date_ambiguous."""


@lru_cache(maxsize=16384)
def read_moment(raw: str, today: date) -> datetime:
    """A date with or without time. Without a year, the latest such day not more than a month after `today`.

    Raises UnclearDate. Day and month in either order (5/10/2022) are accepted only if one of them exceeds
    twelve.
    """
    text, lost = number_text(raw)
    try:
        found = None if lost else _read(text, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UnclearDate("date_ambiguous" if _DMY.fullmatch(text) else "date_unreadable")
    return found


def _read(text: str, today: date) -> datetime | None:  # noqa: PLR0911 (one for each form)
    if match := _YMD.fullmatch(text):
        return _at(date(int(match[1]), int(match[2]), int(match[3])), match.groups()[3:])
    if match := _COMPACT.fullmatch(text):
        clock = time(int(match[4] or 0), int(match[5] or 0), int(match[6] or 0))
        return datetime.combine(date(int(match[1]), int(match[2]), int(match[3])), clock)
    if match := _DMY.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if first > 12 else (second, first)
        return _at(date(int(match[3]), month, day), match.groups()[3:])
    if match := _MD.fullmatch(text):
        return _at(_latest(int(match[1]), int(match[2]), today), match.groups()[2:])
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) in _SERIALS:
        moment = _EXCEL_EPOCH + timedelta(days=float(text))
        return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0) if match[2] else moment
    return None


def _at(day: date, parts: tuple[str | None, ...]) -> datetime:
    period, hour_text, minute, second, suffix, offset = parts
    hour = int(hour_text or 0)
    # Twelve at night ends the day it is said of, as 24:00 does; before dawn it begins it.
    night = period in ("晚上", "晚") and hour_text is not None and hour % 12 == 0
    if night or (period == "凌晨" and hour == 12):
        hour = 0
    elif (period in ("下午", "晚上", "晚") or (suffix or "").lower() == "pm") and hour < 12:
        hour += 12
    if period == "中午" and hour < 3:
        hour += 12
    if (suffix or "").lower() == "am" and hour == 12:
        hour = 0
    midnight = hour == 24 and not int(minute or 0)
    clock = time(0 if midnight else hour, int(minute or 0), int(second or 0))
    moment = datetime.combine(day, clock) + timedelta(days=midnight or night)
    return _civil(moment, offset) if offset else moment


def _civil(moment: datetime, offset: str) -> datetime:
    """A moment of another clock (z, or hours and minutes ahead of it) as civil time."""
    digits = offset[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if offset[0] == "-" else 1)
    return moment.replace(tzinfo=timezone(ahead)).astimezone(_CIVIL).replace(tzinfo=None)


def _latest(month: int, day: int, today: date) -> date:
    for year in (today.year + 1, today.year, today.year - 1):
        found = date(year, month, min(day, 28)) + timedelta(days=max(0, day - 28))
        if found.month == month and found <= today + timedelta(days=31):
            return found
    raise ValueError(f"no day {month}-{day}")


@lru_cache(maxsize=16384)
def read_birth_date(raw: str, today: date) -> date:
    """A date of birth. Raises UnclearDate; a month alone (1990年5月) is not enough and is unreadable."""
    moment = read_moment(raw, today)
    if moment.date() > today or moment.year < today.year - 130:
        raise UnclearDate("date_implausible")
    return moment.date()
