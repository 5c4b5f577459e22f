"""What is learnt about the ground."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class AliasLearnt(Fact, kind="territory.alias_learnt"):
    """A joint office has taught what a piece of an address means inside its town."""

    text: str
    town: str
    before: int
