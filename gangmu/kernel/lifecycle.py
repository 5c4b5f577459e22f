"""A state machine as data.

One table feeds the guard in the action, the buttons on the page, the diagram in the README, the edges in the
database (kernel.ddl.History) and the property test that walks random moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Refused(Exception):
    """An action that the rules don't allow now; `code` is stable, `params` fill its text (see doors)."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Move:
    """One named move between states; `asks` are the fields that whoever makes it must give."""

    name: str
    sources: tuple[StrEnum, ...]
    target: StrEnum
    asks: tuple[str, ...] = ()


class Lifecycle:
    """The states of a model, where it starts, and its moves."""

    def __init__(
        self, states: type[StrEnum], start: StrEnum, moves: Iterable[Move], begin: str = "open"
    ) -> None:
        self.states, self.start, self.begin = states, start, begin
        self.moves: dict[str, Move] = {}
        for move in moves:
            if move.name in self.moves:
                raise ValueError(f"two moves named {move.name}")
            self.moves[move.name] = move
        if missing := set(states) - self._reached():
            raise ValueError(f"states that no moves lead to: {sorted(missing)}")

    def _reached(self) -> set[StrEnum]:
        reached: set[StrEnum] = set()
        ahead = {self.start}
        while ahead:
            reached |= ahead
            ahead = {move.target for move in self if reached.intersection(move.sources)} - reached
        return reached

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves.values())

    def check(self, move: str, status: str) -> StrEnum:
        """The state that a move leads to from `status`; Refused('move_not_possible') if it does not start there.

        Raises KeyError for a move that the lifecycle does not have.
        """
        known = self.moves[move]
        if status not in known.sources:
            raise Refused("move_not_possible", move=move, status=status)
        return known.target

    def open_moves(self, status: str) -> list[Move]:
        """The moves that start in a state, in the order they were declared."""
        return [move for move in self if status in move.sources]

    def edges(self) -> list[tuple[str, str, str]]:
        """(from, to, move) for the database; '' is 'not yet there'."""
        return [("", str(self.start), self.begin)] + [
            (str(source), str(move.target), move.name) for move in self for source in move.sources
        ]

    def diagram(self) -> str:
        """A Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}: {self.begin}"]
        lines += [f"    {source} --> {move.target}: {move.name}" for move in self for source in move.sources]
        return "\n".join(lines)
