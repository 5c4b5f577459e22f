"""What happens when towns are switched: for notices, the board, the audit."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class TownSwitched(Fact, kind="modes.town_switched"):
    """A town is in another mode; `subject_id` is the plan, `area` the town."""

    mode: str
    mechanism: str
    trios: int
    tasks: int


@dataclass(frozen=True)
class TrioCalled(Fact, kind="modes.trio_called"):
    """A trio has begun to work because its town was switched; `subject_id` is the body: its members are to be told.

    `tasks` came to it, `freed` of them had been claimed by somebody who does not sit in it.
    """

    mode: str
    plan: int
    tasks: int
    freed: int
