"""What intake tells the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class PushSettled(Fact, kind="intake.push_settled"):
    """All rows of a batch have their outcome. Subject: the batch."""

    received: int
    tasks: int
    waiting: int
