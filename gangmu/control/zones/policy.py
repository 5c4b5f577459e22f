"""Who may do what about zones. Everybody on the ground sees them: their rules are posted on the wall."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_watch_zones(actor: Actor) -> bool:
    """Put ground under temporary control, enter rounds and cases: seats of joint offices, and leaders."""
    return bool(actor.roles & {"leader", "desk"})


def may_decide_zones(actor: Actor) -> bool:
    """Declare, let fall, lift, hold: leaders, in the name of the organ that decides."""
    return "leader" in actor.roles


def may_propose(actor: Actor) -> bool:
    """Say that days and round are met: the system alone, which decides nothing."""
    return actor.is_system


def may_open_works(actor: Actor) -> bool:
    """Open the tasks of a day that a pack asks for in a zone: the system alone."""
    return actor.is_system


def may_keep_counts(actor: Actor) -> bool:
    """Count who is inside, for all who will look: the system alone."""
    return actor.is_system
