"""Who may open which page of the desk that no single domain decides."""

from __future__ import annotations

from gangmu.casework import policy as cases
from gangmu.kernel.scope import Actor


def may_watch(actor: Actor) -> bool:
    """See how a territory stands: those who lead, inspect, push, or sit in its joint office."""
    return bool(actor.roles & {"leader", "inspector", "push_clerk", "desk"})


def may_open_person(actor: Actor) -> bool:
    """Open a person's masked file: whoever works on cases; the opening is logged."""
    return cases.may_see_cases(actor)
