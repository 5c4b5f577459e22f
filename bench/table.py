"""What a section of the bench finds, and the table that it is printed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

HEADINGS = ("figure", "measured", "floor", "of floor", "goal", "reached")
WIDTHS = (62, 20, 34, 9, 18, 7)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, in which unit, beside its floor, and the goal of it.

    The floor is what the machine does in the same unit with nothing but the bare work (`floor_is` says which).
    `goal` 0 means none. A unit that ends in '/s' is better high, any other better low.
    """

    what: str
    value: float
    unit: str
    floor: float = 0.0
    floor_is: str = ""
    goal: float = 0.0

    @property
    def line(self) -> str:
        """The figure as a line of the table, which is also Markdown."""
        more = self.unit.endswith("/s")
        reached = self.value >= self.goal if more else self.value <= self.goal
        return row(
            self.what,
            f"{_short(self.value)} {self.unit}",
            f"{_short(self.floor)}, {self.floor_is}" if self.floor else "",
            f"{self.value / self.floor:.2g}" if self.floor else "",
            f"{'≥' if more else '≤'} {_short(self.goal)} {self.unit}" if self.goal else "",
            ("yes" if reached else "no") if self.goal else "",
        )


def row(*cells: str) -> str:
    """One line of the table, its columns under each other."""
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))} |"


def head() -> str:
    """The first two lines of the table."""
    return f"{row(*HEADINGS)}\n|{'|'.join('-' * (width + 2) for width in WIDTHS)}|"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def medians(rounds: int, once: Callable[[int], tuple[float, ...]]) -> tuple[float, ...]:
    """The median of each figure of `once(round)`, rounds counted from 1."""
    measured = [once(number) for number in range(1, rounds + 1)]
    return tuple(median(values) for values in zip(*measured, strict=True))
