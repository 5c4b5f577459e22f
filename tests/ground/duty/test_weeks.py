"""Weeks, shifts, and every minute that nobody covers."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gangmu.ground.duty.queries.budgets import FIRST, LAST, budgets_left
from gangmu.ground.duty.rules import Shift
from gangmu.ground.duty.rules.weeks import (
    PARTS,
    Part,
    Seat,
    monday_of,
    place_of,
    shift_span,
    uncovered,
    week_span,
)
from gangmu.ground.organization.rules.limits import limits

START = datetime(2026, 11, 30, tzinfo=UTC)
days = st.dates(date(2024, 1, 1), date(2030, 1, 1))
spans = st.lists(
    st.tuples(st.sampled_from([1, 2]), st.integers(-10, 110), st.integers(1, 40)), max_size=12
)  # fmt: skip


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


@given(days)
def test_the_shifts_of_a_week_leave_no_minute_out(day: date) -> None:
    begins, ends = week_span(monday_of(day))
    assert ends - begins == timedelta(days=7)
    shifts = sorted(shift_span(monday_of(day) + timedelta(days=n), part) for n in range(7) for part in PARTS)
    assert shifts[0][0] == begins and shifts[-1][1] == ends
    assert all(before[1] == after[0] for before, after in itertools.pairwise(shifts))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))
def test_every_moment_lies_in_the_shift_that_is_named_for_it(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    begins, ends = shift_span(*place_of(aware))
    assert begins <= aware < ends


@given(spans)
def test_what_is_called_uncovered_is_what_nobody_covers_minute_by_minute(
    given_spans: list[tuple[int, int, int]],
) -> None:
    """Two posts of one role stand in for each other; a third post is a seat of its own."""
    needed = [Seat(7, 1, "medic"), Seat(7, 2, "medic"), Seat(7, 3, "police")]
    covered = [(post, (at(begin), at(begin + length))) for post, begin, length in given_spans]
    gaps = uncovered(needed, covered, (at(0), at(100)))
    named = {
        minute
        for gap in gaps
        if gap.key == "medic"
        for minute in range(100)
        if gap.begins <= at(minute) < gap.ends
    }
    bare = {
        minute
        for minute in range(100)
        if not any(b <= minute < b + length for _post, b, length in given_spans)
    }
    assert named == bare
    assert sum(gap.minutes for gap in gaps if gap.key == "police") == 100


shifts_of_weeks = st.lists(st.tuples(st.integers(-30, 36), st.sampled_from([8, 20, 14])), max_size=40)


@given(shifts_of_weeks, st.lists(st.tuples(st.integers(0, 6), st.sampled_from(PARTS)), max_size=7))
def test_the_budgets_of_a_week_are_kept_exactly_when_no_stretch_of_days_is_above_a_cap(
    other: list[tuple[int, int]], cells: list[tuple[int, Part]]
) -> None:
    outside: list[tuple[int, int]] = []
    for day, hour in sorted(other):
        begins = day * 1440 + hour * 60
        apart = not outside or begins >= outside[-1][1] + 660
        if apart and (begins + 720 <= FIRST or begins >= LAST):
            outside.append((begins, begins + 720))
    inside = [
        (day * 1440 + part.begins, day * 1440 + part.begins + part.minutes)
        for day, part in dict(cells).items()
    ]
    shifts = {part.key: Shift(part.key, part.begins, part.minutes, part.is_night) for part in PARTS}
    kept = all(
        sum(budget.takes(day, shifts[part.key]) for day, part in dict(cells).items()) <= budget.most
        for budget in budgets_left(outside)
    )
    every = [*outside, *inside]
    edges = {edge for span in every for edge in span}
    worst = {"hours7": 0.0, "hours28": 0.0, "nights7": 0.0}
    for name, length in (("hours7", 10080), ("hours28", 40320), ("nights7", 10080)):
        for begins in edges | {edge - length for edge in edges}:
            if not any(a < begins + length and begins < b for a, b in inside):
                continue
            cut = [(max(a, begins), min(b, begins + length)) for a, b in every]
            minutes = sum(b - a for a, b in cut if b > a)
            nights = sum((b - 120) // 1440 - (a - 120) // 1440 for a, b in cut if b > a)
            worst[name] = max(worst[name], nights if name == "nights7" else minutes / 60)
    over = any(worst[name] > limit.cap for name, limit in limits().items())
    fits = not any(a < d and c < b for a, b in inside for c, d in outside)
    if inside and fits:
        assert kept == (not over)
