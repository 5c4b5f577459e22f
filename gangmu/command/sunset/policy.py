"""Who may end an incident: leaders whose ground holds all of its territory."""

from __future__ import annotations

from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import territory_of
from gangmu.kernel.scope import Actor


def may_see_closings(actor: Actor) -> bool:
    """See which incidents are closed, and their certificates: leaders and inspectors."""
    return bool(actor.roles & {"leader", "inspector"})


def may_close(actor: Actor, incident: Incident) -> bool:
    """Decide about the end of this incident."""
    return "leader" in actor.roles and territory_of(incident) <= actor.jurisdiction
