"""Who may open the board. What it shows is bound by scope."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_see_board(actor: Actor) -> bool:
    """See how the units of one's ground stand: those who lead, and those who inspect."""
    return bool(actor.roles & {"leader", "inspector"})
