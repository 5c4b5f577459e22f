"""One clock that tests and the twin can set.

`now()` is the only way to ask the time. Times are UTC in tables and Shanghai civil time on pages. The database
learns a set clock through the transaction-local setting `gangmu.now` (see kernel.scope), so that history written
by triggers agrees with the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CIVIL = ZoneInfo("Asia/Shanghai")
_set: ContextVar[datetime | None] = ContextVar("gangmu_clock", default=None)


def now() -> datetime:
    """The present moment, UTC-aware."""
    return _set.get() or datetime.now(UTC)


def today() -> date:
    """The present civil date in Shanghai."""
    return now().astimezone(CIVIL).date()


def no_later(moment: datetime) -> datetime:
    """A moment that somebody else's clock told, in UTC, at most now: offsets that no place has cannot be written."""
    try:
        return min(moment, now()).astimezone(UTC)
    except OverflowError:  # in the first day of the first year
        return datetime.min.replace(tzinfo=UTC)


def is_set() -> bool:
    """Whether a test or the twin has set the clock."""
    return _set.get() is not None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at a moment (aware) for the length of the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware moment")
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


# Working hours of an office, civil time. Natural-hour deadlines ignore them.
WORK_HOURS = ((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30))
WORK_WEEKDAYS = frozenset(range(5))


def add_work_minutes(start: datetime, minutes: int, holidays: frozenset[date] = frozenset()) -> datetime:
    """The moment at which `minutes` of office time have passed since `start`; aware in, UTC out.

    Outside office hours the count begins when the office next opens. `holidays` are civil dates on which it stays
    closed. Raises ValueError for a naive start or negative minutes.
    """
    if minutes < 0 or start.tzinfo is None:
        raise ValueError("work minutes need an aware start and a count that is not negative")
    moment, left = start.astimezone(CIVIL), timedelta(minutes=minutes)
    while True:
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if day.weekday() in WORK_WEEKDAYS and day.date() not in holidays:
            for opens, closes in WORK_HOURS:
                begin = max(moment, day + timedelta(minutes=opens))
                room = day + timedelta(minutes=closes) - begin
                if room <= timedelta(0):
                    continue
                if left <= room:
                    return (begin + left).astimezone(UTC)
                left -= room
        moment = day + timedelta(days=1)
