"""Who may look at and change how notices go out."""

from __future__ import annotations

from gangmu.kernel.area import DIGITS, LEVEL_DIGITS
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

CITY = 10 ** (DIGITS - LEVEL_DIGITS["city"])


def person(actor: Actor) -> int:
    """The user who acts; Refused('not_allowed') for the system, which has no notices of its own."""
    if actor.user_id is None:
        raise Refused("not_allowed")
    return actor.user_id


def may_see_channels(actor: Actor) -> bool:
    """How the channels are: who leads, inspects, runs the pushes or an office."""
    return bool(actor.roles & {"leader", "inspector", "push_clerk", "desk"})


def may_resend(actor: Actor) -> bool:
    """Send again what has failed on his ground, and bind work groups to his body: who leads or runs the pushes."""
    return bool(actor.roles & {"leader", "push_clerk"})


def may_change_matrix(actor: Actor) -> bool:
    """Propose a change of the city's matrix: whoever leads the city or runs its pushes."""
    return may_resend(actor) and _whole_city(actor)


def may_review_matrix(actor: Actor) -> bool:
    """Approve or refuse what another proposed: whoever leads or inspects the city."""
    return bool(actor.roles & {"leader", "inspector"}) and _whole_city(actor)


def _whole_city(actor: Actor) -> bool:
    return actor.jurisdiction.hi - actor.jurisdiction.lo >= CITY
