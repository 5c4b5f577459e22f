"""Doors pass through trios, desks and gates: small cases counted by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gangmu.twin.day.doors import Door
from gangmu.twin.day.ground import Town
from gangmu.twin.day.playing import COMPARE, DESK, RELEASE, Leg, Route, play, route, seats_of
from tests.twin.day.small import certain


def test_two_doors_of_one_trio_and_one_of_another_pass_the_gates_as_counted_by_hand() -> None:
    gates = (Leg(COMPARE, 7.0), Leg(RELEASE, 1.0))
    routes = [
        Route(0.0, (Leg(1, 10.0), *gates)),
        Route(0.0, (Leg(1, 10.0), *gates)),
        Route(0.0, (Leg(2, 12.0), *gates)),
    ]
    # The trios report at 10, 20 and 12; the comparer takes them at 10, 17 and 24; each is released a minute later.
    assert play(routes, {}) == [[10, 17, 18], [20, 31, 32], [12, 24, 25]]


def test_two_comparers_do_not_wait_for_each_other() -> None:
    routes = [Route(0.0, (Leg(n, 10.0), Leg(COMPARE, 7.0))) for n in (1, 2, 3)]
    assert [ends[-1] for ends in play(routes, {COMPARE: 2})] == [17, 17, 24]


def test_while_nobody_opens_the_trio_goes_on_to_the_next_door() -> None:
    routes = [Route(0.0, (Leg(1, 5.0), Leg(1, 10.0, 60.0))), Route(0.0, (Leg(1, 10.0),))]
    assert play(routes, {}) == [[5, 75], [15]]


def test_the_way_of_a_door_that_is_doubtful_handed_over_and_returned() -> None:
    door = Door(0.0, 1.5, 0, 1, (8.0, 10.0), "found", 2.0, 3.0, 1.0)
    legs = route(door, lambda group: group + 100, certain()).legs
    assert [leg.station for leg in legs] == [DESK, 100, 101, COMPARE, 101, COMPARE, RELEASE]
    assert legs[2].pause == certain().accept


def test_a_town_has_at_least_one_seat_everywhere() -> None:
    seats = seats_of(Town("镇", 10, (0,)), certain())
    assert seats == {DESK: 1, COMPARE: 1, RELEASE: 1}
    assert seats_of(Town("镇", 100_000, (0,)), certain(people_per_reviewer=20_000))[COMPARE] == 5


LEGS = st.lists(
    st.builds(Leg, st.integers(-2, 3), st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=5
)
ROUTES = st.lists(st.builds(Route, st.floats(0, 100), LEGS.map(tuple)), max_size=12)


@given(ROUTES, st.integers(1, 3))
def test_nobody_is_lost_nobody_is_early_and_a_seat_serves_one_at_a_time(
    routes: list[Route], seats: int
) -> None:
    ends = play(routes, dict.fromkeys(range(-2, 4), seats))
    stays: dict[int, list[tuple[float, float]]] = {}
    for one, times in zip(routes, ends, strict=True):
        assert len(times) == len(one.legs)
        before = one.starts
        for leg, end in zip(one.legs, times, strict=True):
            assert end >= before + leg.pause + leg.minutes - 1e-6
            stays.setdefault(leg.station, []).append((end - leg.minutes, end))
            before = end
    for served in stays.values():
        for start, end in served:
            middle = (start + end) / 2
            if end - start > 1e-3:
                assert sum(a + 1e-6 < middle < b - 1e-6 for a, b in served) <= seats
