"""Who may decide about persons, and note what must not be forgotten about them."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_decide_identity(actor: Actor) -> bool:
    """Say whether two persons are one: seats of a joint office, and push clerks of wider ground."""
    return bool(actor.roles & {"desk", "push_clerk"})


def may_note_needs(actor: Actor) -> bool:
    """Note and end care needs: who works at doors and in offices; and the system, for what a resident says online."""
    posts = {"cadre", "police", "medic", "grid_member", "volunteer", "desk", "leader"}
    return actor.user_id is None or bool(actor.roles & posts)


def may_see_needs(actor: Actor) -> bool:
    """See what somebody needs: whoever works for him; inspectors see numbers only."""
    return may_note_needs(actor)
