"""A week of duty: seven days from a Monday, two shifts a day, and what of it nobody covers.

Two shifts of twelve hours, day 08:00-20:00 and night 20:00-08:00, so that trios have two and offices no empty minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from gangmu.kernel.clock import CIVIL

DAYS = 7
MOST_NIGHTS = 3
"""Nights in a row, unless the plan of a week says otherwise."""


class Part(NamedTuple):
    """A shift of every day: when it begins (minutes after midnight, civil time) and how long it is."""

    key: str
    begins: int
    minutes: int
    is_night: bool


PARTS = (Part("day", 8 * 60, 12 * 60, False), Part("night", 20 * 60, 12 * 60, True))
PART = {part.key: part for part in PARTS}
Span = tuple[datetime, datetime]


class Seat(NamedTuple):
    """A post of a body; `key` is what must never be empty there: a role in a trio, a seat in an office."""

    body_id: int
    post_id: int
    key: str


class Gap(NamedTuple):
    """Minutes in which a seat of a body is empty."""

    body_id: int
    key: str
    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends - self.begins).total_seconds()) // 60


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def shift_span(day: date, part: Part) -> Span:
    """When a shift of a day begins and ends."""
    begins = datetime.combine(day, time(), CIVIL) + timedelta(minutes=part.begins)
    return begins, begins + timedelta(minutes=part.minutes)


def week_span(begins: date) -> Span:
    """From the first shift of a week to the end of its last."""
    return shift_span(begins, PARTS[0])[0], shift_span(begins + timedelta(days=DAYS - 1), PARTS[-1])[1]


def place_of(moment: datetime) -> tuple[date, Part]:
    """The day and shift in which a moment lies: 03:00 belongs to the night of the day before."""
    civil = moment.astimezone(CIVIL)
    minute = civil.hour * 60 + civil.minute
    day, night = PARTS
    if minute < day.begins:
        return civil.date() - timedelta(days=1), night
    return civil.date(), day if minute < night.begins else night


def uncovered(needed: Iterable[Seat], spans: Iterable[tuple[int, Span]], window: Span) -> list[Gap]:
    """What of a window nobody covers, per body and key, in the order of `needed`; `spans` are (post, from-to)."""
    posts: dict[tuple[int, str], set[int]] = {}
    for seat in needed:
        posts.setdefault((seat.body_id, seat.key), set()).add(seat.post_id)
    covered: dict[int, list[Span]] = {}
    for post, span in spans:
        covered.setdefault(post, []).append(span)
    found = []
    for (body, key), members in posts.items():
        at, end = window
        for begins, ends in sorted(span for post in members for span in covered.get(post, ())):
            if begins > at:
                found.append(Gap(body, key, at, min(begins, end)))
            at = max(at, ends)
            if at >= end:
                break
        if at < end:
            found.append(Gap(body, key, at, end))
    return found
