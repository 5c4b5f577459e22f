"""Who may see and who may make, carry out and take back plans for an emergency."""

from __future__ import annotations

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor


def may_see_modes(actor: Actor) -> bool:
    """Those who lead or inspect, and joint offices: each the towns of his ground."""
    return bool(actor.roles & {"leader", "inspector", "desk"})


def may_plan(actor: Actor) -> bool:
    """Open the pages on which plans are made and decided: those who lead."""
    return "leader" in actor.roles


def may_switch(actor: Actor, ground: Jurisdiction) -> bool:
    """Switch towns: who leads, on his own ground. A person decides; nothing here switches by itself."""
    return may_plan(actor) and ground <= actor.jurisdiction
