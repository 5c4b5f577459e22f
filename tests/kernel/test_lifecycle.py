"""A state machine as data."""

from __future__ import annotations

from enum import StrEnum

import pytest

from gangmu.kernel.lifecycle import Lifecycle, Move, Refused


class Door(StrEnum):
    SHUT = "shut"
    OPEN = "open"
    BRICKED = "bricked"


OPENING = Move("open", (Door.SHUT,), Door.OPEN)
BRICKING = Move("brick", (Door.SHUT, Door.OPEN), Door.BRICKED, asks=("reason",))
DOOR = Lifecycle(Door, Door.SHUT, [OPENING, Move("shut", (Door.OPEN,), Door.SHUT), BRICKING], begin="build")


def test_a_move_leads_from_its_sources_to_its_target() -> None:
    assert DOOR.check("open", "shut") is Door.OPEN
    assert DOOR.check("brick", Door.OPEN) is Door.BRICKED


def test_a_move_that_does_not_start_here_is_refused_with_what_and_where() -> None:
    with pytest.raises(Refused) as refused:
        DOOR.check("open", "bricked")
    assert refused.value.code == "move_not_possible"
    assert refused.value.params == {"move": "open", "status": "bricked"}


def test_the_buttons_of_a_state_are_its_moves_in_order() -> None:
    assert [move.name for move in DOOR.open_moves("shut")] == ["open", "brick"]
    assert DOOR.open_moves("bricked") == []


def test_every_allowed_change_is_an_edge_and_birth_is_one_too() -> None:
    assert set(DOOR.edges()) == {
        ("", "shut", "build"),
        ("shut", "open", "open"),
        ("open", "shut", "shut"),
        ("shut", "bricked", "brick"),
        ("open", "bricked", "brick"),
    }


def test_the_diagram_draws_every_edge() -> None:
    lines = DOOR.diagram().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    [*] --> shut: build" in lines
    assert "    open --> bricked: brick" in lines
    assert len(lines) == 1 + len(DOOR.edges())


def test_a_state_that_cannot_be_reached_from_the_start_is_refused() -> None:
    islands = [Move("open", (Door.BRICKED,), Door.OPEN), Move("brick", (Door.OPEN,), Door.BRICKED)]
    with pytest.raises(ValueError, match=r"bricked.*open"):
        Lifecycle(Door, Door.SHUT, islands)


def test_two_moves_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two moves named open"):
        Lifecycle(Door, Door.SHUT, [OPENING, OPENING, BRICKING])
