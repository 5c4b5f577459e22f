"""The map beside a doubtful row."""

from __future__ import annotations

import re
from typing import Any

from gangmu.doors.desk.queries.doubt import town_map
from gangmu.ground.territory.models import Division, Grid
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import ALWAYS, HERE, THERE, World

STEP = 0.01  # degrees


def drawn(world: World) -> tuple[int, int]:
    """Grids of 0.01 degrees: three in a row in one village, one far to the east in the other; their areas."""
    with entered(Scope.system("test")), bulk_role():
        villages = [
            Division.objects.get(level="village", lo__lte=area, hi__gt=area) for area in (HERE, THERE)
        ]
        for village, easts in zip(villages, ((0, 1, 2), (20,)), strict=True):
            for number, east in enumerate(easts, start=1):
                west, south = 114 + east * STEP, 23.0
                corners = [
                    [west, south],
                    [west + STEP, south],
                    [west + STEP, south + STEP],
                    [west, south + STEP],
                ]
                Grid.objects.create(
                    area=village.lo + number * 1000,
                    kind="comprehensive",
                    name=f"网格{number}",
                    village=village,
                    outline={"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
                    valid=ALWAYS,
                )
    return villages[0].lo, villages[1].lo


def widths(found: dict[str, Any], key: int) -> list[int]:
    return [int(re.findall(r"l(\d+)", shape["path"])[0]) for shape in found["shapes"] if shape["key"] == key]


def test_a_candidate_of_several_grids_is_numbered_once_in_its_middle(world: World) -> None:
    here, there = drawn(world)
    found = town_map(here, [here, there]) or {}
    assert [shape["key"] for shape in found["shapes"]] == [1, 1, 1, 2]
    first, second = found["labels"]
    assert (first["key"], second["key"]) == (1, 2)
    assert int(first["x"]) < found["width"] / 2 < int(second["x"])


def test_the_map_shows_the_candidates_near_and_the_whole_town_without_any(world: World) -> None:
    here, there = drawn(world)
    near, whole = town_map(here, [there]) or {}, town_map(here, []) or {}
    assert widths(near, 1)[0] > 4 * widths(whole, 0)[0]
    assert whole["labels"] == []


def test_a_group_is_shown_by_its_grid(world: World) -> None:
    here, _there = drawn(world)
    found = town_map(here, [here + 2 * 1000 + 1]) or {}
    assert [shape["name"] for shape in found["shapes"] if shape["key"] == 1] == ["网格2"]
