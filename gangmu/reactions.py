"""Fact → reactions: every upward consequence of this house, on one page."""

from __future__ import annotations

from collections.abc import Iterable

from gangmu.kernel.facts import Fact, Reaction

REACTIONS: dict[type[Fact], Iterable[Reaction]] = {}
