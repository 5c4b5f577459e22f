"""The one clock, and office time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.kernel import clock

moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
minutes = st.integers(0, 5000)


def civil(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.CIVIL)


def test_the_clock_runs_by_itself_until_it_is_set() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert not clock.is_set()


def test_a_set_clock_stands_still_and_runs_again_afterwards() -> None:
    with clock.at(civil("2026-03-02T23:30")):
        assert clock.is_set()
        assert clock.now() == datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
        with clock.at(civil("2026-03-03T00:10")):
            assert clock.today() == date(2026, 3, 3)
        assert clock.today() == date(2026, 3, 2)
    assert not clock.is_set()


def test_the_civil_day_begins_at_midnight_in_shanghai() -> None:
    with clock.at(datetime(2026, 3, 2, 15, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 2)
    with clock.at(datetime(2026, 3, 2, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 3)


def test_a_moment_of_another_clock_is_told_in_utc_and_never_after_now() -> None:
    far, noon = timezone(timedelta(hours=20, minutes=22)), datetime(2026, 3, 2, 12, tzinfo=UTC)
    with clock.at(noon):
        assert clock.no_later(noon + timedelta(days=9)) == noon
        told = clock.no_later(datetime(2026, 3, 1, tzinfo=far))
        assert told == datetime(2026, 2, 28, 3, 38, tzinfo=UTC) and told.tzinfo is UTC
        assert clock.no_later(datetime(1, 1, 1, tzinfo=far)).year == 1


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 3, 2)):
        pass
    with pytest.raises(ValueError, match="aware"):
        clock.add_work_minutes(datetime(2026, 3, 2), 10)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-02T09:00", 60, "2026-03-02T10:00"),
        ("2026-03-02T11:30", 60, "2026-03-02T14:30"),  # over the noon break
        ("2026-03-02T17:00", 60, "2026-03-03T09:00"),  # overnight
        ("2026-03-06T17:00", 60, "2026-03-09T09:00"),  # over a weekend
        ("2026-03-07T12:00", 30, "2026-03-09T09:00"),  # told on a Saturday
        ("2026-03-02T06:00", 0, "2026-03-02T08:30"),  # before the office opens
        ("2026-03-02T08:30", 420, "2026-03-02T17:30"),  # exactly one day
    ],
)
def test_office_time_stands_still_outside_office_hours(start: str, minutes: int, end: str) -> None:
    assert clock.add_work_minutes(civil(start), minutes) == civil(end)


def test_a_holiday_is_skipped() -> None:
    assert clock.add_work_minutes(civil("2026-03-02T17:00"), 60, frozenset({date(2026, 3, 3)})) == civil(
        "2026-03-04T09:00"
    )


@given(moments, minutes, minutes)
def test_more_minutes_never_end_earlier(start: datetime, one: int, more: int) -> None:
    assert clock.add_work_minutes(start, one) <= clock.add_work_minutes(start, one + more)


@given(moments, st.integers(0, 100_000), minutes)
def test_a_later_start_never_ends_earlier(start: datetime, later: int, length: int) -> None:
    assert clock.add_work_minutes(start, length) <= clock.add_work_minutes(
        start + timedelta(seconds=later), length
    )


@given(moments, minutes, minutes)
def test_two_stretches_are_as_long_as_one(start: datetime, one: int, two: int) -> None:
    halfway = clock.add_work_minutes(start, one)
    assert clock.add_work_minutes(halfway, two) == clock.add_work_minutes(start, one + two) or two == 0


@given(moments, minutes)
def test_office_time_is_never_faster_than_real_time(start: datetime, length: int) -> None:
    end = clock.add_work_minutes(start, length)
    assert end >= start + timedelta(minutes=length)
    local = end.astimezone(clock.CIVIL)
    assert local.weekday() < 5
