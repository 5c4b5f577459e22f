"""Who may open an incident and say by which rules it runs."""

from __future__ import annotations

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor


def may_open(actor: Actor, territory: Jurisdiction) -> bool:
    """Leaders, for their own ground, and the system's own commands."""
    return actor.is_system or ("leader" in actor.roles and territory <= actor.jurisdiction)


def may_add_packs(actor: Actor) -> bool:
    """The system's own commands: whoever may sign in to the city's server."""
    return actor.is_system
