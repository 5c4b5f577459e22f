"""May-do by role, as far as no domain above decides it. What may be seen is the scope's matter."""

from __future__ import annotations

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor

REVEALING = frozenset(
    {"cadre", "police", "medic", "grid_member", "desk", "comparer", "gatekeeper", "push_clerk"}
)


def may_reveal(actor: Actor) -> bool:
    """See one sealed value, with a reason that is logged: whoever has to call, identify or correct."""
    return bool(actor.roles & REVEALING)


def may_appoint(actor: Actor, ground: Jurisdiction) -> bool:
    """Give posts and take them: leaders on their own ground, and the system's own commands."""
    return actor.is_system or ("leader" in actor.roles and ground <= actor.jurisdiction)


def may_roster(actor: Actor, ground: Jurisdiction) -> bool:
    """Put somebody on duty or take him off: leaders and joint offices on their own ground, and the system."""
    return actor.is_system or (bool(actor.roles & {"leader", "desk"}) and ground <= actor.jurisdiction)


def may_open_roster(actor: Actor) -> bool:
    """Open the pages where shifts are repaired; for which ground is decided by `may_roster`."""
    return bool(actor.roles & {"leader", "desk"})


def may_open_posts(actor: Actor) -> bool:
    """Open the pages where posts are given; for which ground is decided by `may_appoint`."""
    return "leader" in actor.roles


def may_set_circle(actor: Actor, area: int) -> bool:
    """Say who stands around a door: leaders, joint office and the village's cadre, on their own ground."""
    return bool(actor.roles & {"leader", "desk", "cadre"}) and area in actor.jurisdiction
