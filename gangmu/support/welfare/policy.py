"""Who may do what in the care for those who serve."""

from __future__ import annotations

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor

SERVING = frozenset({"cadre", "police", "medic", "grid_member", "desk", "comparer", "gatekeeper", "leader"})


def may_care(actor: Actor) -> bool:
    """See what members carry and are owed, and settle it: leaders, on their own ground."""
    return "leader" in actor.roles


def may_see_loads(actor: Actor) -> bool:
    """See what members carry before assigning: those who make rosters."""
    return bool(actor.roles & {"leader", "desk"})


def may_propose(actor: Actor) -> bool:
    """Propose that a colleague is thanked: everybody who serves."""
    return bool(actor.roles & SERVING)


def may_close(actor: Actor, ground: Jurisdiction) -> bool:
    """Close a month of a town, and enter what was forgotten."""
    return may_care(actor) and ground <= actor.jurisdiction


def may_owe(actor: Actor) -> bool:
    """Note that a visit is owed: leaders, and the system where an absence says so."""
    return may_care(actor) or actor.is_system
