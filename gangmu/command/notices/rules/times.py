"""When somebody is told: windows of digests, quiet hours, and when sending is tried again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from gangmu.kernel import clock

SLOTS = (time(10), time(12), time(15), time(18))
TRIES = 6
"""Attempts before a delivery is given up: the last about three hours after the first."""
FIRST_PAUSE = 30.0  # seconds; four times as long after each attempt
LONGEST_PAUSE = timedelta(hours=2)


class Window(NamedTuple):
    """From a moment to before another, both aware."""

    start: datetime
    end: datetime


def window_before(moment: datetime, when: str, minutes: int) -> Window:
    """The last window of a digest (of so many minutes of the civil day, or 'slot') that is over at a moment."""
    local = moment.astimezone(clock.CIVIL)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if when == "slot":
        ends = [
            datetime.combine(midnight.date() + timedelta(days=day), at, tzinfo=clock.CIVIL)
            for day in (-1, 0)
            for at in SLOTS
        ]
        over = [end for end in ends if end <= local]
        return Window(over[-2], over[-1])
    length = timedelta(minutes=minutes)
    end = midnight + (local - midnight) // length * length
    return Window(end - length, end)


def wake(moment: datetime, quiet_from: time, quiet_to: time) -> datetime:
    """The moment itself, or the end of the quiet hours (civil time, over midnight if from > to) that it lies in."""
    local = moment.astimezone(clock.CIVIL)
    at = local.time()
    if quiet_from <= quiet_to:
        quiet, days = quiet_from <= at < quiet_to, 0
    else:
        quiet, days = at >= quiet_from or at < quiet_to, int(at >= quiet_from)
    if not quiet:
        return moment
    return datetime.combine(local.date() + timedelta(days=days), quiet_to, tzinfo=clock.CIVIL)


def next_try(now: datetime, tries: int, wait: float = 0.0) -> datetime | None:
    """When it is tried again after `tries` attempts have failed; None: never. `wait`: what the other side asks for."""
    if tries >= TRIES:
        return None
    pause = min(timedelta(seconds=FIRST_PAUSE * 4 ** (tries - 1)), LONGEST_PAUSE)
    return now + max(pause, timedelta(seconds=wait))
