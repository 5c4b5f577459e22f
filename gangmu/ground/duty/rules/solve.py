"""Solves a roster."""

from __future__ import annotations

from collections.abc import Callable

from gangmu.ground.duty.rules.problem import Problem, Progress, Result


def solve(
    problem: Problem,
    seconds: float = 10.0,
    workers: int = 2,
    on_progress: Callable[[Progress], object] | None = None,
) -> Result:
    """The best roster found within `seconds`. There always is one: what cannot be had is named in it."""
    raise NotImplementedError
