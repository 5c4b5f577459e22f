"""Area keys and the algebra of jurisdictions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.kernel.area import (
    DIGITS,
    LEVEL_DIGITS,
    MAX_AREA,
    Jurisdiction,
    area_of,
    code_at,
    floor_to,
    level_of,
    span,
)

LEVELS = list(LEVEL_DIGITS)
# Areas close together, so that ranges and holes meet often; the arithmetic is the same for any size.
SMALL = st.integers(0, 60)
ranges = st.tuples(SMALL, SMALL).map(lambda pair: (min(pair), max(pair)))
jurisdictions = st.builds(
    lambda r, holes: Jurisdiction(*r, tuple(holes)), ranges, st.lists(ranges, max_size=4)
)


@st.composite
def codes(draw: st.DrawFn) -> tuple[str, str]:
    """A level and a code of it whose last part is not zero."""
    level = draw(st.sampled_from(LEVELS))
    digits = LEVEL_DIGITS[level]
    before = LEVEL_DIGITS[LEVELS[LEVELS.index(level) - 1]] if level != "province" else 0
    head = draw(st.integers(0, 10**before - 1)) if before else 0
    last = draw(st.integers(1, 10 ** (digits - before) - 1))
    return level, (f"{head:0{before}d}" if before else "") + f"{last:0{digits - before}d}"


@given(codes())
def test_a_code_survives_the_way_into_an_area_key_and_back(found: tuple[str, str]) -> None:
    level, code = found
    assert level_of(area_of(code)) == level
    assert code_at(area_of(code), level) == code


@given(codes(), st.data())
def test_whatever_lies_below_a_unit_lies_in_its_span_and_floors_to_it(
    found: tuple[str, str], data: st.DataObject
) -> None:
    level, code = found
    tail = data.draw(st.text("0123456789", min_size=DIGITS - len(code), max_size=DIGITS - len(code)))
    area = int(code + tail)
    lo, hi = span(area_of(code))
    assert lo <= area < hi
    assert area in Jurisdiction.of(code)
    assert floor_to(area, level) == area_of(code) == lo
    assert hi - 1 in Jurisdiction.of(code) and hi not in Jurisdiction.of(code)


def test_a_village_a_grid_and_a_group_are_told_apart() -> None:
    assert level_of(area_of("441302001003")) == "village"
    assert level_of(area_of("441302001003002")) == "grid"
    assert level_of(area_of("441302001003002007")) == "group"


@pytest.mark.parametrize(
    "code", ["", "4", "44130x", "4413020010030020071", "-44130", "４４１３", "٤٤١٣", "²²", " 4413"]
)
def test_what_is_no_area_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not an area code"):
        area_of(code)


@given(jurisdictions)
def test_pieces_are_the_same_ground_in_order_and_apart(where: Jurisdiction) -> None:
    pieces = where.pieces
    assert all(any(lo <= area < hi for lo, hi in pieces) == (area in where) for area in range(62))
    assert all(lo < hi for lo, hi in pieces)
    assert all(a[1] < b[0] for a, b in pairwise(pieces))


@given(jurisdictions, jurisdictions)
def test_the_common_ground_is_what_lies_in_both(one: Jurisdiction, other: Jurisdiction) -> None:
    both = one & other
    assert all((area in both) == (area in one and area in other) for area in range(62))
    assert both <= one and both <= other


@given(jurisdictions, jurisdictions)
def test_one_ground_lies_in_another_when_every_area_of_it_does(
    one: Jurisdiction, other: Jurisdiction
) -> None:
    assert (one <= other) == all(area in other for area in range(62) if area in one)


@given(jurisdictions)
def test_nothing_holds_nothing_and_everything_holds_all(where: Jurisdiction) -> None:
    assert Jurisdiction.nothing() <= where <= Jurisdiction.everything()
    assert 0 not in Jurisdiction.nothing()
    assert MAX_AREA - 1 in Jurisdiction.everything()


@pytest.mark.parametrize(
    ("lo", "hi", "holes"),
    [(5, 4, ()), (-1, 4, ()), (0, MAX_AREA + 1, ()), (0, 9, ((5, 3),)), (0, 9, ((-2, 3),))],
)
def test_a_range_that_runs_backwards_or_off_the_map_is_refused(
    lo: int, hi: int, holes: tuple[tuple[int, int], ...]
) -> None:
    with pytest.raises(ValueError, match="range of areas"):
        Jurisdiction(lo, hi, holes)


def test_a_county_without_the_zone_cut_out_of_it() -> None:
    zone = [span(area_of(town)) for town in ("441303006", "441303007", "441303008")]
    county = Jurisdiction(*span(area_of("441303")), tuple(zone))
    assert area_of("441303001001") in county
    assert area_of("441303007002") not in county
    assert area_of("441303009001") in county
