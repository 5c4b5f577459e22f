"""What is drawn or brought as GeoJSON: all that is wrong with it is said at once."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from gangmu.control.zones.queries import Asked, drawn
from gangmu.control.zones.rules import Undrawable, circle, read_shape, square_metres, written
from gangmu.doors.texts import REFUSALS, refusal_text
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.control.zones.conftest import EAST_VILLAGE, Town, house, square
from tests.control.zones.test_inside import GROUP

BOW = [[[114.0, 23.0], [114.01, 23.01], [114.01, 23.0], [114.0, 23.01], [114.0, 23.0]]]


def codes(text: str) -> list[str]:
    with pytest.raises(Undrawable) as wrong:
        read_shape(text)
    assert all(refusal_text(Refused(one.code, **one.params)) for one in wrong.value.problems)
    assert all(one.code in REFUSALS for one in wrong.value.problems)
    return [problem.code for problem in wrong.value.problems]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("{", ["zone_not_geojson"]),
        ("[1]", ["zone_no_polygon"]),
        ('{"type": "FeatureCollection", "features": []}', ["zone_no_polygon"]),
        ('{"type": "Point", "coordinates": [1, 2]}', ["zone_not_polygon"]),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [3]]]}', ["zone_bad_ring"]),
        ('{"type": "Polygon", "coordinates": []}', ["zone_bad_ring"]),
        (json.dumps({"type": "Polygon", "coordinates": BOW}), ["zone_crosses_itself"]),
        (
            '{"type": "Polygon", "coordinates": [[[200, 2], [3, 99], [4, 4], [200, 2]]]}',
            ["zone_bad_point"] * 3,
        ),
        (json.dumps(square(0, 0, 0.000001)), ["zone_too_small"]),
    ],
)
def test_what_is_no_polygon_says_why(given: str, expected: list[str]) -> None:
    assert codes(given) == expected


def test_every_wrong_shape_of_a_file_is_named() -> None:
    ring = [[114 + math.cos(n) / 1000, 23 + math.sin(n) / 1000] for n in [k * 0.003 for k in range(2090)]]
    shapes: list[dict[str, Any]] = [
        {"type": "Polygon", "coordinates": BOW},
        square(0, 0),
        {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
        {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
    ]
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in shapes]
    found = codes(json.dumps({"type": "FeatureCollection", "features": features}))
    assert found == ["zone_crosses_itself", "zone_not_polygon", "zone_too_many_points"]


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        read_shape(text)
    except Undrawable as wrong:
        assert wrong.problems


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(10, 5000))
def test_a_circle_has_its_area_and_no_point_farther_than_its_radius(
    x: float, y: float, metres: float
) -> None:
    one = circle(x, y, metres)
    assert square_metres(one) == pytest.approx(math.pi * metres**2, rel=0.02)
    assert one.contains(Point(x, y))


def test_what_is_written_is_read_again_as_it_was() -> None:
    one = circle(114.4, 23.1, 100)
    assert read_shape(json.dumps(written(one))).symmetric_difference(one).area < one.area / 1000


def test_the_area_of_three_houses_is_that_of_the_notice_from_huidong() -> None:
    """3,936 m²: the size of the smallest zone of domain facts; a square of 62.7 m."""
    side = 62.74 / 111_195
    shrink = math.cos(math.radians(22.98))
    ring = [[114.7, 22.98], [114.7 + side / shrink, 22.98], [114.7 + side / shrink, 22.98 + side],
            [114.7, 22.98 + side], [114.7, 22.98]]  # fmt: skip
    assert square_metres(read_shape(json.dumps({"type": "Polygon", "coordinates": [ring]}))) == pytest.approx(
        3936, 0.01
    )


def wrong(town: Town, asked: Asked, who: Any = None) -> list[tuple[str, Any]]:
    with pytest.raises(Undrawable) as found, entered(Scope.of(who or town.leader)) as scope:
        drawn(scope, asked)
    return [(one.code, one.params.get("number")) for one in found.value.problems]


def test_ground_beyond_ones_own_is_refused(town: Town) -> None:
    east = Asked("polygon", json.dumps(square(0, 0)))
    assert wrong(town, east, town.world.far_cadre) == [("zone_outside", None)]
    assert wrong(town, east, town.stranger) == [("zone_outside", None)]
    assert wrong(town, Asked("polygon", json.dumps(square(2.5, 0)))) == [("zone_outside", None)]


def test_unknown_grids_and_doors_are_named_line_by_line(town: Town) -> None:
    assert wrong(town, Asked("grids", f"{EAST_VILLAGE} 4413 甲 441302001009")) == [
        ("zone_grid_unknown", 2), ("zone_grid_unknown", 3), ("zone_grid_unknown", 4)
    ]  # fmt: skip
    with entered(Scope.system("test")), bulk_role():
        house("7号", GROUP), house("7号", GROUP + 1), house("8号", GROUP)
    assert wrong(town, Asked("doors", "7号\n8号\n9号\n西社区 7号")) == [
        ("zone_door_ambiguous", 1), ("zone_door_unknown", 3), ("zone_door_unknown", 4)
    ]  # fmt: skip
    assert wrong(town, Asked("circle", "8号", 100)) == [("zone_no_position", None)]
    assert wrong(town, Asked("polygon", " ")) == [("zone_nothing_drawn", None)]


def test_doors_by_name_are_a_zone_of_their_own(town: Town) -> None:
    with entered(Scope.system("test")), bulk_role():
        one, other = house("8号", GROUP, 0.3, 0.5), house("9号", GROUP)
    with entered(Scope.of(town.leader)) as scope:
        found = drawn(scope, Asked("doors", "东社区 8号\n9号"))
    assert found.inside.buildings == ((one.pk, GROUP), (other.pk, GROUP))
    assert found.geometry is not None and found.geometry["type"] == "MultiPoint"
    assert found.area == GROUP
