"""Who may decide about persons."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_decide_identity(actor: Actor) -> bool:
    """Say whether two persons are one: seats of a joint office, and push clerks of wider ground."""
    return bool(actor.roles & {"desk", "push_clerk"})
