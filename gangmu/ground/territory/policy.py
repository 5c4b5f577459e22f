"""Who may teach the matcher a name."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_teach(actor: Actor, area: int) -> bool:
    """Seats of a joint office and push clerks, for their own ground only."""
    return bool(actor.roles & {"desk", "push_clerk"}) and area in actor.jurisdiction
