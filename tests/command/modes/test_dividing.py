"""Ground divided among trios: every grid once, in one piece, and as even as promised."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangmu.command.modes.rules.dividing import Cell, divide, in_one_piece, joined, shared_out

Village = tuple[list[Cell], dict[int, set[int]]]


@st.composite
def villages(draw: st.DrawFn, most: int = 9, tree: bool = False, groups: int = 0) -> Village:
    """A connected village: a random tree of borders, and more of them unless it shall be a tree."""
    n = draw(st.integers(1, most))
    borders: dict[int, set[int]] = {area: set() for area in range(n)}
    pairs = [(draw(st.integers(0, area - 1)), area) for area in range(1, n)]
    if not tree and n > 1:
        pairs += draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=8))
    for a, b in pairs:
        if a != b:
            borders[a].add(b)
            borders[b].add(a)
    cells = []
    for area in range(n):
        parts = draw(st.lists(st.integers(0, 50), max_size=groups))
        load = draw(st.integers(0, 100)) + sum(parts)
        cells.append(Cell(area, load, tuple((1000 + area * 100 + k, part) for k, part in enumerate(parts))))
    return cells, borders


def whole(cells: list[Cell], parts: list[list[int]]) -> None:
    given = sorted(area for part in parts for area in part)
    assert given == sorted(area for cell in cells for area, _ in cell.atoms)
    assert all(parts)


def heaviest(cells: list[Cell], parts: list[list[int]]) -> int:
    loads = {cell.area: cell.load for cell in cells}
    return max(sum(loads[area] for area in part) for part in parts)


def divisions(cells: list[Cell], borders: dict[int, set[int]], trios: int) -> Iterator[list[list[int]]]:
    """Every division in connected parts there is."""
    for places in product(range(trios), repeat=len(cells)):
        parts = [[c.area for c, place in zip(cells, places, strict=True) if place == n] for n in range(trios)]
        if all(parts) and all(in_one_piece(part, borders) for part in parts):
            yield parts


@given(villages(), st.data())
@settings(max_examples=150)
def test_every_grid_has_one_trio_whose_ground_is_in_one_piece_and_no_single_move_makes_it_more_even(
    village: Village, data: st.DataObject
) -> None:
    cells, borders = village
    trios = data.draw(st.integers(1, len(cells)))
    parts = divide(cells, borders, trios)
    assert len(parts) == trios
    whole(cells, parts)
    loads = {cell.area: cell.load for cell in cells}
    for part in parts:
        assert in_one_piece(part, borders)
        for area in part:
            without = [other for other in part if other != area]
            if not without or not in_one_piece(without, borders):
                continue
            for other in parts:
                if other is not part and borders[area] & set(other):
                    assert (
                        sum(loads[a] for a in other) + loads[area] >= sum(loads[a] for a in part)
                        or not loads[area]
                    )


@given(villages(most=7, tree=True), st.data())
@settings(max_examples=60)
def test_where_borders_form_a_tree_no_division_has_a_lighter_heaviest_part(
    village: Village, data: st.DataObject
) -> None:
    cells, borders = village
    trios = data.draw(st.integers(1, min(3, len(cells))))
    best = min(heaviest(cells, parts) for parts in divisions(cells, borders, trios))
    assert heaviest(cells, divide(cells, borders, trios)) == best


@given(villages(groups=4), st.data())
@settings(max_examples=80)
def test_more_trios_than_grids_share_the_groups_of_a_grid(village: Village, data: st.DataObject) -> None:
    cells, borders = village
    trios = data.draw(st.integers(1, sum(len(cell.atoms) for cell in cells)))
    parts = divide(cells, borders, trios)
    assert len(parts) == trios
    whole(cells, parts)
    if trios >= len(cells):
        grid_of = {area: cell.area for cell in cells for area, _ in cell.atoms}
        assert all(len({grid_of[area] for area in part}) == 1 for part in parts)


@given(
    st.dictionaries(st.text(min_size=1, max_size=2), st.integers(0, 1000), min_size=1, max_size=6), st.data()
)
@settings(max_examples=60)
def test_trios_go_where_they_carry_most(loads: dict[str, int], data: st.DataObject) -> None:
    most = {place: data.draw(st.integers(1, 6)) for place in loads}
    wanted = data.draw(st.integers(len(loads), sum(most.values())))
    given = shared_out(loads, most, wanted)
    assert sum(given.values()) == wanted
    assert all(1 <= given[place] <= most[place] for place in loads)
    worst = max(loads[place] / given[place] for place in loads)
    # Nobody could help whoever carries most without carrying as much himself.
    averages = {place: load / given[place] for place, load in loads.items()}
    for place, load in loads.items():
        for other, carried in loads.items():
            if place != other and given[other] > 1 and given[place] < most[place]:
                helped = max(load / (given[place] + 1), carried / (given[other] - 1))
                assert helped >= min(worst, averages[place])


@pytest.mark.parametrize("wanted", [0, 1, 6])
def test_a_number_of_trios_that_cannot_be_is_refused(wanted: int) -> None:
    with pytest.raises(ValueError, match="between 2 and 5"):
        shared_out({"a": 1, "b": 2}, {"a": 2, "b": 3}, wanted)
    with pytest.raises(ValueError, match=r"trio|between"):
        divide([Cell(1, 1)], {}, wanted if wanted != 1 else 2)


def test_ground_in_several_pieces_is_linked_where_they_are_nearest() -> None:
    points = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (5.0, 0.0)}
    linked, links = joined([1, 2, 3], {1: [2], 2: [1]}, points)
    assert links == 1
    assert linked == {1: {2}, 2: {1, 3}, 3: {2}}
