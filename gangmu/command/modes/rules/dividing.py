"""Dividing a village among trios: every grid once, parts in one piece, the heaviest as light as can be.

What is promised of `divide` (and tested): where there are no more trios than grids, no part falls apart that the
borders hold together; where the borders form a tree or a chain, no division has a lighter heaviest part; in any
case no single grid could go to a neighbouring part so that the heavier of the two became lighter.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

DOOR = 30
"""An open task weighs as much as so many residents: a door a day against a visit a month."""

Borders = Mapping[int, Collection[int]]
Point = tuple[float, float]


class Cell(NamedTuple):
    """A comprehensive grid: its load, and the village groups in it with theirs; `parts` may be empty."""

    area: int
    load: int
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def atoms(self) -> tuple[tuple[int, int], ...]:
        """The pieces that may go to different trios if there are more trios than grids."""
        return self.parts or ((self.area, self.load),)


def load_of(population: int, tasks: int) -> int:
    """How heavy a piece of ground is."""
    return population + DOOR * tasks


def shared_out(loads: Mapping[str, int], most: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many trios each place gets: at least one, at most as many as it has pieces, the next where they carry most.

    No other numbers with that sum have a lighter heaviest average. ValueError for a sum that cannot be.
    """
    if not len(loads) <= wanted <= sum(most.values()):
        raise ValueError(f"between {len(loads)} and {sum(most.values())} trios, not {wanted}")
    given = dict.fromkeys(loads, 1)
    heap: list[tuple[float, str]] = [(-load, place) for place, load in loads.items() if most[place] > 1]
    heapq.heapify(heap)
    for _ in range(wanted - len(loads)):
        _average, place = heapq.heappop(heap)
        given[place] += 1
        if given[place] < most[place]:
            heapq.heappush(heap, (-loads[place] / given[place], place))
    return given


def divide(cells: Sequence[Cell], borders: Borders, trios: int) -> list[list[int]]:
    """The areas of each of so many trios: whole grids while they suffice, else village groups.

    ValueError for fewer than one trio, or more than there are pieces.
    """
    if trios > len(cells):
        return _inside(cells, trios)
    if trios < 1:
        raise ValueError("at least one trio")
    loads = {cell.area: cell.load for cell in cells}
    atoms = {cell.area: [area for area, _load in cell.atoms] for cell in cells}
    parts = _improved(_cut(loads, borders, trios), loads, borders)
    return [[atom for area in sorted(part) for atom in atoms[area]] for part in sorted(parts, key=min)]


def _inside(cells: Sequence[Cell], trios: int) -> list[list[int]]:
    """More trios than grids: each has one grid or a share of one, its groups laid on the lightest, heaviest first."""
    given = shared_out(
        {str(c.area): c.load for c in cells}, {str(c.area): len(c.atoms) for c in cells}, trios
    )
    found = []
    for cell in cells:
        shares = [(0, n, list[int]()) for n in range(given[str(cell.area)])]
        for area, load in sorted(cell.atoms, key=lambda atom: (-atom[1], atom[0])):
            # An empty share comes first: a group without residents is still somebody's.
            lightest = min(shares, key=lambda share: (bool(share[2]), share[0], share[1]))
            shares[lightest[1]] = (lightest[0] + load, lightest[1], [*lightest[2], area])
        found += [sorted(areas) for _load, _n, areas in shares]
    return found


def joined(
    areas: Iterable[int], borders: Borders, points: Mapping[int, Point]
) -> tuple[dict[int, set[int]], int]:
    """The borders, with the nearest pieces linked where the ground is in several; and how many links that took."""
    linked = {area: set(borders.get(area, ())) for area in areas}
    links = 0
    pieces = _pieces(linked, linked)
    while len(pieces) > 1:
        first, rest = pieces[0], [area for piece in pieces[1:] for area in piece]
        a, b = min(
            ((a, b) for a in first for b in rest), key=lambda ab: (_distance(ab[0], ab[1], points), ab)
        )
        linked[a].add(b)
        linked[b].add(a)
        links += 1
        pieces = _pieces(linked, linked)
    return linked, links


def _distance(a: int, b: int, points: Mapping[int, Point]) -> float:
    if a not in points or b not in points:
        return float("inf")
    (x, y), (u, v) = points[a], points[b]
    return (x - u) ** 2 + (y - v) ** 2


def _pieces(areas: Iterable[int], borders: Borders) -> list[set[int]]:
    """The areas as connected pieces, in the order of their lowest."""
    left, found = set(areas), []
    while left:
        piece, ahead = set[int](), [min(left)]
        while ahead:
            area = ahead.pop()
            if area in left:
                left.remove(area)
                piece.add(area)
                ahead += [other for other in borders.get(area, ()) if other in left]
        found.append(piece)
    return found


def in_one_piece(areas: Collection[int], borders: Borders) -> bool:
    """Whether one can walk between all of them without leaving them."""
    return len(_pieces(areas, borders)) <= 1


def _tree(areas: Collection[int], borders: Borders) -> list[tuple[int, int | None]]:
    """(area, the one above it), each after the one above: as deep a walk as possible, so that it is a long chain."""
    left, found = set(areas), list[tuple[int, int | None]]()
    while left:
        start = min(left, key=lambda area: (sum(b in left for b in borders.get(area, ())), area))
        ahead: list[tuple[int, int | None]] = [(start, None)]
        while ahead:
            area, above = ahead.pop()
            if area not in left:
                continue
            left.remove(area)
            found.append((area, above))
            fresh = [b for b in borders.get(area, ()) if b in left]
            # The one with the fewest ways on goes last onto the pile, so it is walked first.
            fresh.sort(key=lambda b: (-sum(c in left for c in borders.get(b, ())), b))
            ahead += [(b, area) for b in fresh]
    return found


def _cut(loads: Mapping[int, int], borders: Borders, trios: int) -> list[set[int]]:
    """A spanning tree cut so that its heaviest part is as light as any cut of the tree makes it."""
    tree = _tree(loads.keys(), borders)
    low, high = max(loads.values()), sum(loads.values())
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_cuts(tree, loads, middle)) < trios else (middle + 1, high)
    roots = _cuts(tree, loads, low)
    while len(roots) + 1 < trios:
        # Fewer parts carry it too: the rest of the trios relieve whoever carries most.
        parts = _grown(tree, roots)
        heaviest = max((p for p in parts if len(p) > 1), key=lambda p: (sum(loads[a] for a in p), -min(p)))
        top = next(area for area, up in tree if area in heaviest and (up not in heaviest or area in roots))
        below = _below(tree, heaviest, top, loads)
        half = sum(loads[a] for a in heaviest) / 2
        roots.add(min(below, key=lambda area: (abs(below[area] - half), area)))
    return _grown(tree, roots)


def _cuts(tree: Sequence[tuple[int, int | None]], loads: Mapping[int, int], most: int) -> set[int]:
    """The tops of the fewest subtrees to cut off so that no part carries more than `most`."""
    hanging: dict[int, list[tuple[int, int]]] = {}
    cut = set[int]()
    seen = 0
    for area, above in reversed(tree):
        below = sorted(hanging.pop(area, []))
        carried = loads[area] + sum(load for load, _ in below)
        while carried > most:
            load, top = below.pop()
            cut.add(top)
            carried -= load
        if above is None:
            # Every further piece of ground is a part of its own.
            if seen:
                cut.add(area)
            seen += 1
        else:
            hanging.setdefault(above, []).append((carried, area))
    return cut


def _grown(tree: Sequence[tuple[int, int | None]], roots: Collection[int]) -> list[set[int]]:
    part_of: dict[int, set[int]] = {}
    parts = []
    for area, above in tree:
        if above is None or area in roots:
            parts.append(set[int]())
            part_of[area] = parts[-1]
        else:
            part_of[area] = part_of[above]
        part_of[area].add(area)
    return parts


def _below(
    tree: Sequence[tuple[int, int | None]], part: Collection[int], top: int, loads: Mapping[int, int]
) -> dict[int, int]:
    """What hangs on each area of a part, itself included, but for its top."""
    hanging = {area: loads[area] for area in part}
    for area, above in reversed(tree):
        if area in hanging and area != top and above is not None:
            hanging[above] += hanging[area]
    del hanging[top]
    return hanging


def _improved(parts: list[set[int]], loads: Mapping[int, int], borders: Borders) -> list[set[int]]:
    """Move single grids to lighter neighbours while that makes the heavier of the two lighter.

    It ends, for the sum of the squares falls with each move.
    """
    part_of = {area: n for n, part in enumerate(parts) for area in part}
    carried = [sum(loads[area] for area in part) for part in parts]
    while move := _best_move(parts, carried, part_of, loads, borders):
        area, source, target = move
        parts[source].remove(area)
        parts[target].add(area)
        part_of[area] = target
        carried[source] -= loads[area]
        carried[target] += loads[area]
    return parts


def _best_move(
    parts: Sequence[set[int]],
    carried: Sequence[int],
    part_of: Mapping[int, int],
    loads: Mapping[int, int],
    borders: Borders,
) -> tuple[int, int, int] | None:
    for source in sorted(range(len(parts)), key=lambda n: (-carried[n], n)):
        if len(parts[source]) == 1:
            continue
        moves = sorted(
            (max(carried[source] - loads[area], carried[target] + loads[area]), area, target)
            for area in parts[source]
            if loads[area]
            for target in {part_of[b] for b in borders.get(area, ()) if b in part_of} - {source}
            if carried[target] + loads[area] < carried[source]
        )
        for _heavier, area, target in moves:
            if in_one_piece(parts[source] - {area}, borders):
                return area, source, target
    return None
