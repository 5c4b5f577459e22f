"""Who may do what with orders."""

from __future__ import annotations

from gangmu.kernel.scope import Actor

TRIO = frozenset({"cadre", "police", "medic", "grid_member"})


def may_see(actor: Actor) -> bool:
    """See orders of one's ground: who works on them or answers for them."""
    return bool(actor.roles & (TRIO | {"desk", "leader", "inspector"}))


def may_propose(actor: Actor) -> bool:
    """Propose an order by hand: joint offices and leaders; and the system, which only ever proposes."""
    return actor.user_id is None or bool(actor.roles & {"desk", "leader"})


def may_decide(actor: Actor) -> bool:
    """Decide, change and lift: a human in a leading post, never software (PIPL art. 24)."""
    return actor.user_id is not None and "leader" in actor.roles


def may_serve(actor: Actor) -> bool:
    """Read a notice to somebody, look at his home, note a medical outing: the trio and its joint office."""
    return actor.user_id is not None and bool(actor.roles & (TRIO | {"desk"}))


def may_record(actor: Actor) -> bool:
    """Record a reading: the trio, its office; and the system, for what a resident enters himself."""
    return actor.user_id is None or may_serve(actor)
