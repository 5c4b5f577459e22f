"""What a pack provides: days counted out, zones that may fall, grades, changes of the rules."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.ground.incidents.rules import (
    PACKS,
    UnsoundPack,
    differences,
    parse_pack,
    shipped_packs,
    stricter,
)
from gangmu.ground.incidents.rules.zones import Past

SHIPPED = {code: pack for (code, _), pack in shipped_packs().items()}
NINTH, TWENTY, MOSQUITO = SHIPPED["covid-9"], SHIPPED["covid-20"], SHIPPED["mosquito"]
DAY = date(2022, 11, 1)
DAYS = st.dates(date(2022, 1, 1), date(2023, 12, 31))


def measure(pack, category):  # type: ignore[no-untyped-def]
    found = pack.measure_for(category)
    assert found is not None
    return found


def text_of(name: str) -> str:
    return next(PACKS.glob(f"{name}-*.toml")).read_text(encoding="utf-8")


def test_a_shipped_file_is_called_by_its_code_and_version() -> None:
    assert {path.stem for path in PACKS.glob("*.toml")} == {f"{c}-{v}" for c, v in shipped_packs()}


def test_a_close_contact_of_the_ninth_edition_owes_seven_days_at_a_site_and_three_at_home() -> None:
    days = NINTH.days(measure(NINTH, "close_contact"), DAY)
    assert [day.on for day in days] == [DAY + timedelta(days=n) for n in range(1, 11)]
    assert [day.level for day in days] == ["central"] * 7 + ["home_watch"] * 3
    assert [day.number for day in days if day.test] == [1, 2, 3, 5, 7, 10]
    assert all(day.temperatures == 2 for day in days)


@given(DAYS)
def test_the_days_of_every_measure_follow_each_other_without_a_gap(anchor: date) -> None:
    for pack in SHIPPED.values():
        for each in pack.measures:
            days = pack.days(each, anchor)
            assert [day.on for day in days] == [anchor + timedelta(days=n + 1) for n in range(each.days)]
            assert sum(day.test for day in days) == each.tests


@pytest.mark.parametrize(
    ("today", "past", "missing"),
    [
        (7, Past(DAY, clear_rounds=(DAY + timedelta(days=7),)), ()),
        (7, Past(DAY), ("round",)),
        (6, Past(DAY, clear_rounds=(DAY + timedelta(days=6),)), ("quiet_days",)),
        (7, Past(DAY, last_case=DAY + timedelta(days=1)), ("quiet_days", "round")),
        (8, Past(DAY, clear_rounds=(DAY + timedelta(days=5),)), ("round",)),
    ],
)
def test_a_high_risk_zone_may_fall_after_quiet_days_and_a_clear_round(today, past, missing) -> None:  # type: ignore[no-untyped-def]
    high = next(zone for zone in NINTH.zones if zone.code == "high")
    assert high.missing(DAY + timedelta(days=today), past) == missing


def test_a_zone_that_fell_waits_the_shorter_time_unless_a_case_comes() -> None:
    medium = next(zone for zone in NINTH.zones if zone.code == "medium")
    fell, round_ = DAY + timedelta(days=7), (DAY + timedelta(days=10),)
    assert medium.missing(fell + timedelta(days=3), Past(DAY, fell, None, round_)) == ()
    again = Past(DAY, fell, fell + timedelta(days=1), round_)
    assert medium.missing(fell + timedelta(days=3), again) == ("quiet_days",)


@pytest.mark.parametrize(
    ("containers", "grade"),
    [(0, "green"), (49, "green"), (50, "low"), (100, "medium"), (199, "medium"), (200, "high")],
)
def test_a_grade_ends_below_its_bound(containers: int, grade: str) -> None:
    index = next(index for index in MOSQUITO.indices if index.code == "bi")
    assert index.grade(containers, 1000).code == grade


@pytest.mark.parametrize(("traps", "grade"), [(5, "green"), (10, "low"), (20, "medium"), (21, "high")])
def test_a_grade_may_hold_its_bound(traps: int, grade: str) -> None:
    index = next(index for index in MOSQUITO.indices if index.code == "moi")
    assert index.grade(traps, 100).code == grade


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_every_count_has_a_grade_and_more_is_never_better(found: int, inspected: int) -> None:
    for pack in SHIPPED.values():
        for index in pack.indices:
            order = [grade.code for grade in index.grades]
            here, more = (order.index(index.grade(n, inspected).code) for n in (found, found + 1))
            assert here <= more
            assert index.value(found, inspected) == Fraction(index.per * found, inspected)


def test_a_plan_around_a_place_says_how_often_on_a_day() -> None:
    works = {work.code: work for place in MOSQUITO.places for work in place.works}
    assert [works["spray_twice"].times_on(day) for day in (1, 3, 4)] == [2, 2, 0]
    assert [works["survey"].times_on(day) for day in (1, 2, 3, 4, 40)] == [0, 1, 0, 1, 1]


def test_two_packs_are_compared_entry_by_entry() -> None:
    found = {change.place: (change.old, change.new) for change in differences(NINTH, TWENTY)}
    assert found["measures.close_contact.stages.1.days"] == (7, 5)
    assert found["zones.medium"][1] is None
    assert differences(NINTH, NINTH) == []


def test_a_local_pack_that_asks_more_is_warned_about() -> None:
    local = parse_pack(
        text_of("covid-20")
        .replace('stages = [{ level = "home", days = 7, tests = [1, 3, 5, 7], visits = [{ first = 1, last = 7 }] }]',
                 'stages = [{ level = "central", days = 10, tests = [1, 2, 3, 5, 7] }]')
        .replace("lift = { quiet_days = 5", "lift = { quiet_days = 10")
        .replace('unit = "building"', 'unit = "village"')
    )  # fmt: skip
    found = {(each.code, each.place) for each in stricter(TWENTY, local)}
    assert found == {
        ("longer", "measures.high_risk"), ("more_tests", "measures.high_risk"), ("closer", "measures.high_risk"),
        ("longer", "zones.high"), ("larger", "zones.high"),
    }  # fmt: skip
    assert stricter(TWENTY, TWENTY) == []


def test_a_bound_that_is_lower_or_no_longer_held_is_stricter() -> None:
    lower = parse_pack(text_of("mosquito").replace('bound = 5, side = "≤"', 'bound = 5, side = "<"'))
    assert [(each.code, each.place) for each in stricter(MOSQUITO, lower)] == [("lower_bound", "indices.moi")]
    assert stricter(lower, MOSQUITO) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'level = "central", days = 5, tests = [1, 2, 3, 5]',
            'level = "central", days = 5, tests = [6]',
            "day 6",
        ),
        ('otherwise = "central"', 'otherwise = "hotel"', "'hotel'"),
        ('otherwise = "central"\n', "", "no 'otherwise'"),
        ('{ level = "home", days = 3', '{ level = "away", days = 3', "'away'"),
        ("lift = { quiet_days = 5", 'lift = { then = "low", quiet_days = 5', "'low'"),
        ('category = "entry"', 'category = "close_contact"', "there twice"),
    ],
)
def test_a_pack_that_contradicts_itself_is_refused_in_words(old: str, new: str, says: str) -> None:
    text = text_of("covid-20")
    assert old in text
    with pytest.raises(UnsoundPack, match=says):
        parse_pack(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('bound = 5, side = "<"', "bound = 5", "'<' or '≤'"),
        ('bound = 5, side = "<"', 'bound = 50, side = "<"', "climb"),
        ('until_grade = "green"', 'until_grade = "blue"', "bi/blue"),
        ('until_index = "bi"\n', "", "never ends"),
    ],
)
def test_an_index_and_its_works_hold_together(old: str, new: str, says: str) -> None:
    text = text_of("mosquito")
    assert old in text
    with pytest.raises(UnsoundPack, match=says):
        parse_pack(text.replace(old, new, 1))
