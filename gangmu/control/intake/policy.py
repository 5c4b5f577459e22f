"""Who may do what with pushes."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_push(actor: Actor) -> bool:
    """Push clerks, and partner systems over the API."""
    return bool(actor.roles & {"push_clerk", "partner"})


def may_see_ledger(actor: Actor) -> bool:
    """Those who push, who lead, who inspect, and the offices that work on the rows."""
    return (
        may_push(actor)
        or may_decide(actor)
        or bool(actor.roles & {"leader", "inspector", "gatekeeper", "comparer"})
    )


def may_decide(actor: Actor) -> bool:
    """Seats of a joint office and push clerks settle doubtful rows of their territory."""
    return bool(actor.roles & {"desk", "push_clerk"})
