"""The demo city has the totals it promises, and nobody in it exists."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from gangmu.ground.register.rules import read_phones, recognise, sort_key
from gangmu.twin import building, city, founding, people
from gangmu.twin.residents import Group, phone_of, village


def test_the_city_has_its_exact_totals() -> None:
    grids = list(city.grids())
    assert Counter(grid.kind for grid in grids) == {"comprehensive": 3488, "group": 11048}
    assert (len(city.trios("normal")), len(city.trios("emergency"))) == (1524, 3776)
    assert len(list(city.places())) == 12488
    assert len({grid.area for grid in grids}) == len(grids)


def test_every_grid_has_one_routine_trio_and_every_group_one_emergency_trio() -> None:
    owned = Counter(area for trio in founding.routine_trios() for area in trio.areas)
    assert owned == {grid.area: 1 for grid in city.grids() if grid.kind == "comprehensive"}
    owned = Counter(area for trio in founding.emergency_trios() for area in trio.areas)
    assert owned == {grid.area: 1 for grid in city.grids() if grid.kind == "group"}


def test_trios_of_one_village_have_different_names() -> None:
    names = Counter((trio.village, trio.name) for trio in founding.routine_trios())
    assert max(names.values()) == 1


def test_nobody_exists_and_no_two_share_a_number() -> None:
    chance = random.Random(3)
    crowd = [people.someone(number, chance) for number in range(3000)]
    assert len({one.document for one in crowd}) == len({one.phone for one in crowd}) == 3000
    for one in crowd[:300]:
        document = recognise(one.document)
        assert document.checked and document.birth_date == one.birth_date
        assert [finding.code for finding in document.findings] == ["document_region_unknown"]
        assert read_phones(one.phone).phones[0].kind == "mobile" and one.phone.startswith("154")


def test_residents_are_the_same_for_the_same_seed_and_live_behind_doors() -> None:
    groups = [
        Group(441302001001001001, "荣灿嘉园", 4000, True),
        Group(441302001001002001, "禾田小组", 3000, False),
    ]
    first, second = (list(village(5, groups, 0, seed=9)) for _ in range(2))
    assert first == second and first != list(village(5, groups, 0, seed=10))
    assert [one.number for one in first] == list(range(7000))
    assert len({one.document for one in first}) == 7000
    doors = Counter((one.area, one.door) for one in first)
    assert len(doors) == len({one.head for one in first}) and 2.6 < 7000 / len(doors) < 3.1


def test_doors_lie_in_buildings_that_are_as_high_as_their_kind() -> None:
    groups = [
        Group(441302001001001001, "荣灿嘉园", 4000, True),
        Group(441302001001002001, "禾田小组", 4000, False),
    ]
    crowd = list(village(5, groups, 0, seed=9))
    houses = {one.house.first: one.house for one in crowd}
    assert {one.number for one in crowd if one.number == one.house.first} == set(houses)
    assert all(one.door.startswith(one.house.name) for one in crowd)
    estate, village_houses = (
        [house for house in houses.values() if house.kind == kind] for kind in ("estate", "self_built")
    )
    assert all(7 <= house.floors <= 32 and 1 <= house.units <= 3 for house in estate)
    assert all(2 <= house.floors <= 5 and house.units == 0 for house in village_houses)
    # 3.02 million people live in self-built houses, 3.05 million in estates: about 248,000 buildings in all.
    assert 200_000 < len(estate) * 3_053_504 / 4000 + len(village_houses) * 3_016_496 / 4000 < 280_000


def test_residents_have_right_check_digits_the_census_shares_and_numbers_that_nobody_has() -> None:
    crowd = list(village(7, [Group(441302001001001001, "荣灿嘉园", 20_000, True)], 0, seed=1))
    assert abs(sum(one.sex == "m" for one in crowd) / 20_000 - 0.538) < 0.015
    children = sum(one.birth_date > "2010" for one in crowd) / 20_000
    assert 0.16 < children < 0.24
    for one in crowd[:300]:
        document = recognise(one.document)
        assert document.checked and str(document.birth_date) == one.birth_date
        assert [finding.code for finding in document.findings] == ["document_region_unknown"]
        assert one.phone.startswith("1540") and one.pinyin == sort_key(one.name)


@pytest.mark.parametrize("people", [6_070, 60_700, 6_070_000])
def test_a_city_of_any_size_has_its_exact_total_and_every_village_its_share(people: int) -> None:
    villages = building.plan(people)
    assert sum(group.people for one in villages for group in one.groups) == people
    ends = [one.first + sum(group.people for group in one.groups) for one in villages]
    assert [0, *ends[:-1]] == [one.first for one in villages]
    if people == 6_070_000:
        assert len(villages) == 1364


def test_twenty_million_residents_have_a_phone_each_and_none_that_is_pushed() -> None:
    numbers = {0, 1, 19_999_999, 20_000_000, 29_999_999, *range(9_990_000, 10_010_000)}
    phones = {phone_of(number) for number in numbers}
    assert len(phones) == len(numbers)
    assert {(len(phone), phone[:4]) for phone in phones} == {(11, "1540"), (11, "1548"), (11, "1549")}
    assert sum(group.people for one in building.plan(20_000_000) for group in one.groups) == 20_000_000
