"""Who may give a resident his link."""

from __future__ import annotations

from gangmu.kernel.scope import Actor

GIVING = frozenset({"cadre", "police", "medic", "grid_member", "desk", "leader"})


def may_give(actor: Actor) -> bool:
    """Make, renew and end the link of an order: whoever reads notices at the door, and the joint office."""
    return bool(actor.roles & GIVING)
