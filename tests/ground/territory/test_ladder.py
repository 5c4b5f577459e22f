"""What a place is called and what lies above and below it."""

from __future__ import annotations

import pytest

from gangmu.ground.territory import queries
from gangmu.kernel.area import area_of

GROUP = 441302001001001001


def test_a_group_is_called_with_everything_above_it(ground: None) -> None:
    assert queries.name_of(GROUP) == "荣灿嘉园"
    assert queries.place_label(GROUP) == "惠城区 桥东街道 东湖社区居委会 东湖第一网格 荣灿嘉园"
    assert [area for area, _ in queries.breadcrumb(GROUP)][-2:] == [GROUP - 1, GROUP]


def test_an_unknown_grid_takes_the_name_of_its_village(ground: None) -> None:
    assert queries.name_of(441302001001999000) == "东湖社区居委会"


def test_a_zone_stands_in_for_its_national_county(ground: None) -> None:
    assert [unit.code for unit in queries.ancestors(area_of("441302007001"))] == [
        "441300000000",
        "ZK",
        "441302007000",
        "441302007001",
    ]
    assert [unit.code for unit in queries.children("ZK")] == ["441302007000"]


@pytest.mark.parametrize(
    ("code", "found"),
    [("441302001", "441302001000"), ("441322", "441322000000"), ("4413", "441300000000"), ("11", None)],
)
def test_the_smallest_known_division_is_found(ground: None, code: str, found: str | None) -> None:
    unit = queries.division_of(area_of(code))
    assert (unit.code if unit else None) == found


def test_an_unknown_village_of_a_known_town_is_the_town(ground: None) -> None:
    unit = queries.division_of(area_of("441302001999"))
    assert unit is not None and unit.code == "441302001000"


def test_grids_and_outlines_of_a_village(ground: None) -> None:
    village = queries.unit_by_code("441302001001")
    assert village is not None
    assert len(queries.grids_of(village.jurisdiction)) == len(queries.outlines(village.jurisdiction)) == 8
    assert len(queries.grids_of(village.jurisdiction, "group")) == 14


def test_names_cost_no_queries_once_they_are_known(
    ground: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    queries.name_of(GROUP)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert queries.place_label(GROUP + 1)
