"""Who may open an incident."""

from __future__ import annotations

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor


def may_open(actor: Actor, territory: Jurisdiction) -> bool:
    """Leaders, for their own ground, and the system's own commands."""
    system = actor.user_id is None
    return system or ("leader" in actor.roles and territory <= actor.jurisdiction)
