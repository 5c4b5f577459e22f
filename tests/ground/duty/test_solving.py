"""Rosters are legal, cheapest, and say what they could not have; `check` judges them, not their maker."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangmu.ground.duty.rules import (
    VEHICLE,
    Among,
    Assignment,
    Budget,
    Demand,
    Person,
    Problem,
    Progress,
    Shift,
    Stopped,
    Wish,
    check,
    score,
    solve,
)
from gangmu.ground.duty.rules.columns import improve
from gangmu.ground.duty.rules.search import Search
from gangmu.ground.duty.rules.solve import split
from gangmu.ground.duty.rules.table import Table

MONDAY = date(2026, 11, 30)
DAY = Shift("day", 480, 480)
LATE = Shift("late", 960, 480)
NIGHT = Shift("night", 1320, 600, is_night=True)
WHOLE = Shift("whole", 480, 1440)


def office(
    people: int, days: int = 7, shifts: tuple[Shift, ...] = (DAY, LATE, NIGHT), **rules: object
) -> Problem:
    """One seat round the clock."""
    return Problem(
        MONDAY,
        days,
        shifts,
        tuple(Person(f"p{n}", frozenset({"office"}), **rules) for n in range(people)),  # type: ignore[arg-type]
        tuple(Demand(day, shift.key, "office", minimum=1) for day in range(days) for shift in shifts),
    )


def with_person(problem: Problem, at: int, **rules: object) -> Problem:
    people = list(problem.people)
    people[at] = replace(people[at], **rules)  # type: ignore[arg-type]
    return replace(problem, people=tuple(people))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    days = draw(st.integers(2, 6))
    shifts = (DAY, LATE, NIGHT)[: draw(st.integers(1, 3))]
    numbers = st.integers(0, days - 1)
    people = tuple(
        Person(
            f"p{n}",
            frozenset(draw(st.sets(st.sampled_from(["a", "b"]), min_size=1))),
            frozenset(draw(st.sets(st.sampled_from(["cadre", VEHICLE])))),
            off=frozenset(draw(st.sets(numbers, max_size=2))),
            most_days=draw(st.sampled_from([None, 3])),
            least_days=draw(st.integers(1, 2)),
            least_off=draw(st.integers(1, 2)),
            most_nights=draw(st.sampled_from([None, 2])),
            most_minutes=draw(st.sampled_from([None, 1440])),
            least_minutes=draw(st.sampled_from([None, 960])),
            most_weekends=draw(st.sampled_from([None, 0])),
            budgets=draw(
                st.sampled_from([(), (Budget(0, 4000, 960), Budget(2000, 9000, 1, of_nights=True))])
            ),
            past=tuple(draw(st.lists(st.sampled_from([None, *(s.key for s in shifts)]), max_size=3))),
            carried_nights=draw(st.integers(0, 2)),
        )
        for n in range(draw(st.integers(1, 4)))
    )
    demands = tuple(
        Demand(day, shift.key, group, draw(st.sampled_from(["", "cadre"])), draw(st.integers(1, 2)), minimum=1)
        for day in range(days) for shift in shifts for group in ("a", "b")
        if draw(st.booleans())
    )  # fmt: skip
    someone = st.sampled_from([person.key for person in people])
    wishes = draw(
        st.lists(
            st.builds(Wish, someone, numbers, st.just("day"), st.integers(1, 9), st.booleans()), max_size=3
        )
    )
    among = (Among(0, "day", "a", VEHICLE),) if draw(st.booleans()) else ()
    told = tuple(Assignment(draw(someone), one.day, one.shift, one.group, one.skill) for one in demands[:2])
    return Problem(MONDAY, days, shifts, people, demands, among, tuple(wishes), published=told)


@settings(max_examples=15, deadline=None)
@given(problems())
def test_every_roster_is_legal_or_names_whose_rules_cannot_hold(problem: Problem) -> None:
    result = solve(problem, 2.0, 1)
    assert {one.person for one in check(problem, result.assignments)} == {
        one.person for one in result.conflicts
    }
    assert result.objective == sum(score(problem, result.assignments).values())
    if result.bound is not None and not result.conflicts:
        assert result.bound <= result.objective


@settings(max_examples=6, deadline=None)
@given(problems())
def test_columns_find_what_one_model_finds(problem: Problem) -> None:
    for part in split(problem):
        whole = Search(Table(part.problem), time.monotonic() + 2)
        whole.whole(2)
        legal = not check(part.problem, whole.table.assignments(whole.rows))
        other = Search(Table(part.problem), time.monotonic() + 2)
        bound = improve(other, 1)
        if legal:
            assert bound <= whole.cost + 1e-6
            assert check(part.problem, other.table.assignments(other.rows)) == []
            assert other.cost >= whole.cost


def test_the_cheapest_roster_of_all_is_found() -> None:
    problem = replace(
        office(2, days=3, shifts=(DAY, NIGHT)),
        wishes=(Wish("p0", 0, "day", 7), Wish("p1", 2, None, 5, on=True)),
    )
    seats = (None, "day", "night")
    best = min(
        sum(score(problem, roster).values())
        for row in product(seats, repeat=6)
        if not check(
            problem,
            roster := [
                Assignment(f"p{at // 3}", at % 3, shift, "office") for at, shift in enumerate(row) if shift
            ],
        )
    )
    result = solve(problem, 5.0, 1)
    assert (result.status, result.objective, result.bound) == ("optimal", best, best)


def test_eleven_hours_lie_between_two_shifts() -> None:
    result = solve(office(4, shifts=(WHOLE,)), 5.0, 1)
    days = sorted((one.person, one.day) for one in result.assignments)
    assert len(days) == 7
    assert not [(who, day) for who, day in days if (who, day + 1) in days]


def test_what_was_worked_on_the_eve_counts() -> None:
    problem = with_person(office(3, days=2), 0, past=("night", "night"), most_nights=2)
    duties = [(one.day, one.shift) for one in solve(problem, 5.0, 1).assignments if one.person == "p0"]
    assert (0, "night") not in duties
    assert (0, "day") not in duties  # the night ends at eight


def test_nights_are_spread_and_those_already_had_count() -> None:
    problem = with_person(office(4, days=6), 0, carried_nights=3)
    nights = [one.person for one in solve(problem, 10.0, 2).assignments if one.shift == "night"]
    assert sorted(nights.count(f"p{n}") for n in range(1, 4)) == [2, 2, 2]


def test_a_gap_says_where_it_is_and_why_nobody_can_fill_it() -> None:
    problem = replace(office(2, days=1, shifts=(DAY, LATE)), among=(Among(0, "day", "office", "charge"),))
    result = solve(with_person(problem, 0, off=frozenset({0})), 5.0, 1)
    assert {(gap.skill, gap.missing) for gap in result.gaps} == {("", 1), ("charge", 1)}
    seat = next(gap for gap in result.gaps if not gap.skill)
    assert dict(seat.reasons) == {"leave": 1, "twice": 1}
    assert next(gap for gap in result.gaps if gap.skill).reasons == (("nobody", 1),)


def test_one_of_those_present_brings_the_vehicle() -> None:
    problem = with_person(office(3, days=1, shifts=(DAY,)), 2, skills=frozenset({VEHICLE}))
    problem = replace(problem, among=(Among(0, "day", "office", VEHICLE),))
    assert [one.person for one in solve(problem, 5.0, 1).assignments] == ["p2"]


def test_solving_again_around_a_leave_changes_as_little_as_it_can() -> None:
    problem = office(5)
    first = solve(problem, 5.0, 2)
    ill = with_person(replace(problem, published=first.assignments), 0, off=frozenset({2, 3}))
    lost = [one for one in first.assignments if one.person == "p0" and one.day in (1, 2, 3)]
    second = solve(ill, 5.0, 2)
    assert not second.gaps
    assert len(set(first.assignments) ^ set(second.assignments)) <= 4 * len(lost)


def test_what_is_locked_stays_even_against_the_rules() -> None:
    lock = Assignment("p0", 0, "day", "office")
    result = solve(replace(with_person(office(3), 0, off=frozenset({0})), locked=frozenset({lock})), 5.0, 1)
    assert lock in result.assignments
    assert [(one.person, one.broken) for one in result.conflicts] == [("p0", ("leave",))]


def test_whose_rules_cannot_all_hold_is_named_and_the_others_are_rostered() -> None:
    problem = with_person(office(4), 0, off=frozenset(range(7)), least_minutes=960)
    result = solve(problem, 5.0, 1)
    assert [(one.person, one.broken) for one in result.conflicts] == [("p0", ("least_minutes",))]
    assert not result.gaps


def test_parts_that_share_nobody_are_solved_alone_and_told_one_by_one() -> None:
    one = office(3, days=3)
    other = replace(
        one,
        people=tuple(replace(p, key=f"q{p.key}", groups=frozenset({"far"})) for p in one.people),
        demands=tuple(replace(demand, group="far") for demand in one.demands),
    )
    both = replace(one, people=one.people + other.people, demands=one.demands + other.demands)
    heard: list[Progress] = []
    result = solve(both, 10.0, 2, lambda now: not heard.append(now))
    assert len(split(both)) == 2
    assert result.objective == sum(solve(part, 10.0, 2).objective for part in (one, other))
    assert (heard[-1].solved, heard[-1].parts, heard[-1].objective) == (2, 2, result.objective)


def test_many_parts_are_shared_out_bettered_until_the_time_is_up_and_given_up_when_nobody_waits() -> None:
    parts = [
        replace(
            one := office(4, days=5, shifts=(DAY, NIGHT), most_nights=3),
            people=tuple(replace(p, key=f"{n}{p.key}", groups=frozenset({f"o{n}"})) for p in one.people),
            demands=tuple(replace(demand, group=f"o{n}") for demand in one.demands),
        )
        for n in range(13)
    ]
    many = replace(
        parts[0],
        people=tuple(person for part in parts for person in part.people),
        demands=tuple(demand for part in parts for demand in part.demands),
    )
    result, late = solve(many, 20.0, 2), solve(many, 0.0, 2)
    assert result.objective == 13 * solve(parts[0], 5.0, 1).objective and result.status == "optimal"
    assert result.processor > 0
    # No time at all: everybody has his row, and that is all.
    assert check(many, late.assignments) == [] and late.gaps == () and late.status == "feasible"
    with pytest.raises(Stopped):
        solve(many, 20.0, 2, lambda _now: False)
