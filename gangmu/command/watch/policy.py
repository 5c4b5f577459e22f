"""Who may do what with the watch of a joint office."""

from __future__ import annotations

from gangmu.kernel.scope import Actor


def may_keep_watch(actor: Actor) -> bool:
    """Be responsible for one's office, hand it over and take it: its three seats."""
    return "desk" in actor.roles


def may_see_watches(actor: Actor) -> bool:
    """See who is responsible for the offices of one's ground, since when, and how they were handed on."""
    return may_keep_watch(actor) or bool(actor.roles & {"leader", "inspector"})
