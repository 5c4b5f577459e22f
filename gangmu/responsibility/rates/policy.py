"""Who may do what about weekly rates. Units are ranked; nothing here ranks a person."""

from __future__ import annotations

from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import territory_of
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor


def may_see_rates(actor: Actor) -> bool:
    """See the numbers of units: leaders and inspectors."""
    return bool(actor.roles & {"leader", "inspector"})


def may_open_names(actor: Actor) -> bool:
    """Open a number of one's own ground to the names behind it: leaders; each look is logged."""
    return "leader" in actor.roles


def may_decide(actor: Actor, incident: Incident) -> bool:
    """Decide about objections and steps, settle a week: leaders whose ground holds the whole territory."""
    return "leader" in actor.roles and territory_of(incident) <= actor.jurisdiction


def may_speak(actor: Actor, county: Jurisdiction) -> bool:
    """Object, answer and appeal for a county: its own leaders."""
    return "leader" in actor.roles and county <= actor.jurisdiction <= county
