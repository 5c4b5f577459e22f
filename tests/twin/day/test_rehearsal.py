"""Many runs of a day: nobody is lost, the same seed gives the same day, more trios do not make it longer."""

from __future__ import annotations

import pytest

from gangmu.twin.day.doors import Push
from gangmu.twin.day.huizhou import demo_city
from gangmu.twin.day.parameters import load
from gangmu.twin.day.rehearsal import Case, Outcome, Rehearsal, quantile
from tests.twin.day.small import certain, two_villages

EVENING = 18 * 60.0


def rehearsed(rows: int, runs: int, switched: int, seed: int = 1) -> Outcome:
    with Rehearsal(Case(demo_city(), (Push(EVENING, rows),), load(), seed), runs) as rehearsal:
        return rehearsal.outcome(switched)


def test_the_demo_city_has_its_trios_and_everybody_in_them() -> None:
    ground = demo_city()
    assert (ground.trios_on(), ground.trios_on(ground.order)) == (1524, 3776)
    assert (len(ground.towns), sum(ground.people)) == (84, 6_070_000)
    heaviest = [ground.villages[n].heaviest for n in ground.order]
    assert heaviest == sorted(heaviest, reverse=True)


def test_every_row_has_one_fate_and_every_door_is_released_after_it_was_reported() -> None:
    for run in rehearsed(2000, 2, 100).runs:
        assert sum(run.settled.values()) + len(run.released) == 2000
        assert len(run.reported) == len(run.released)
        assert all(a < b for a, b in zip(run.reported, run.released, strict=True))


def test_the_same_seed_is_the_same_day_in_one_process_or_two() -> None:
    case = Case(demo_city(), (Push(EVENING, 500), Push(EVENING + 30, 300)), load(), 7)
    with Rehearsal(case, 3) as one, Rehearsal(case, 3, jobs=2) as two:
        assert one.outcome(50) == two.outcome(50)
    with Rehearsal(case._replace(seed=8), 3) as other, Rehearsal(case, 3) as one:
        assert one.outcome(50) != other.outcome(50)


def test_names_and_their_luck_are_the_same_whoever_is_on() -> None:
    routine, emergency = rehearsed(800, 2, 0), rehearsed(800, 2, 872)
    assert [run.settled for run in routine.runs] == [run.settled for run in emergency.runs]
    assert [len(run.released) for run in routine.runs] == [len(run.released) for run in emergency.runs]


def test_more_trios_do_not_end_later() -> None:
    case = Case(demo_city(), (Push(EVENING, 6000),), load(), 1)
    with Rehearsal(case, 2) as rehearsal:
        ends = []
        for switched in (0, 200, 872):
            outcome = rehearsal.outcome(switched)
            ends.append(sum(run.at(1.0) for run in outcome.runs))
    assert ends == sorted(ends, reverse=True)
    assert ends[0] > ends[-1] + 2 * 20  # minutes: it is worth something


def test_a_day_without_chance_is_as_long_as_counted_by_hand() -> None:
    ground = two_villages()
    case = Case(ground, (Push(EVENING, 40),), certain(people_per_reviewer=1), 3)
    with Rehearsal(case, 1) as rehearsal:
        routine, switched = rehearsal.outcome(0).runs[0], rehearsal.outcome(1).runs[0]
    assert len(routine.released) == 40
    # With no queue at a gate the last door is released three minutes after its trio reports it, ten minutes a door.
    doors = (routine.reported[-1] - EVENING) / 10
    assert doors == pytest.approx(round(doors), abs=1e-3) and 25 <= doors <= 35
    assert routine.released[-1] == pytest.approx(routine.reported[-1] + 3, abs=1e-3)
    # The other village has one trio in any case; three share what was one's.
    assert switched.reported[-1] < routine.reported[-1] - 10 * doors / 3


def test_the_search_finds_the_fewest_villages_and_one_less_is_not_enough() -> None:
    case = Case(demo_city(), (Push(EVENING, 1200),), load(), 2)
    with Rehearsal(case, 2) as rehearsal:
        routine = rehearsal.outcome(0).by(0.95, 0.97)
        most = rehearsal.outcome(rehearsal.most).by(0.95, 0.97)
        by = (routine + most) / 2
        found = rehearsal.fewest(by, 0.95, 0.97)
        assert found is not None and 0 < found < rehearsal.most
        assert rehearsal.outcome(found).by(0.95, 0.97) <= by < rehearsal.outcome(found - 1).by(0.95, 0.97)
        assert rehearsal.fewest(most - 60, 0.95, 0.97) is None
        assert rehearsal.fewest(routine, 0.95, 0.97) == 0


def test_as_many_trios_are_on_as_were_asked_for() -> None:
    with Rehearsal(Case(two_villages(), (), certain(), 1), 1) as rehearsal:
        assert [rehearsal.villages_for(trios) for trios in (1, 2, 3, 4)] == [0, 0, 1, 1]
        with pytest.raises(ValueError, match="at most 4"):
            rehearsal.villages_for(5)


def test_a_quantile_is_a_value_that_was_seen() -> None:
    assert quantile([3.0, 1.0, 2.0, 4.0], 0.75) == 3.0
    assert quantile([float(n) for n in range(1, 21)], 0.95) == 19.0
    assert quantile([5.0], 0.95) == 5.0
