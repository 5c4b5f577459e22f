"""The demo city has the totals it promises, and nobody in it exists."""

from __future__ import annotations

import random
from collections import Counter

from gangmu.ground.register.rules import read_phones, recognise
from gangmu.twin import city, founding, people


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
    groups = [(441302001001001001, "荣灿嘉园", 4000, True), (441302001001002001, "禾田小组", 3000, False)]
    first, second = (list(people.residents(groups, 0.05, seed=9)) for _ in range(2))
    assert first == second
    assert 340 <= len(first) <= 360
    doors = Counter((one.area, one.household) for one in first)
    assert 2 <= len(first) / len(doors) <= 4 and max(doors.values()) <= 5
