"""Who may do what in sampling. What somebody may see is bound by his scope."""

from __future__ import annotations

from gangmu.casework.policy import TRIO
from gangmu.kernel.scope import Actor

OFFICES = frozenset({"desk", "leader", "line_officer", "push_clerk"})


def may_see(actor: Actor) -> bool:
    """Open rounds and their coverage, in numbers: everybody who works on the ground or answers for it."""
    return bool(actor.roles & (TRIO | OFFICES | {"volunteer", "inspector", "comparer", "gatekeeper"}))


def may_see_names(actor: Actor) -> bool:
    """See who is missing, and who is in a tube: who knocks at doors, and the office above them."""
    return bool(actor.roles & (TRIO | {"desk", "comparer", "gatekeeper", "leader"}))


def may_plan(actor: Actor) -> bool:
    """Plan, open and close rounds, and keep plans and places: joint offices and leaders, on their own ground."""
    return bool(actor.roles & {"desk", "leader"})


def may_run_sites(actor: Actor) -> bool:
    """Say where and when samples are taken, and how many wait there."""
    return bool(actor.roles & (TRIO | {"desk", "leader"}))


def may_register(actor: Actor) -> bool:
    """Scan tubes and people at a site; seal what is full."""
    return bool(actor.roles & (TRIO | {"volunteer", "desk"}))


def may_send(actor: Actor) -> bool:
    """Hand tubes to a courier, and declare one lost or broken."""
    return bool(actor.roles & (TRIO | {"desk"}))


def may_receive(actor: Actor) -> bool:
    """Say which tubes came, and what was found: laboratories; at the desk whoever has their list in his hands."""
    return actor.is_system or bool(actor.roles & {"partner", "desk"})


def may_note_missed(actor: Actor) -> bool:
    """Say why somebody was not sampled: whoever knocks at his door, and the office."""
    return bool(actor.roles & (TRIO | {"desk"}))


def may_settle(actor: Actor) -> bool:
    """Decide what could not be registered by itself, and a recall that no swab can end: the joint office."""
    return "desk" in actor.roles


def may_check_places(actor: Actor) -> bool:
    """Look at a key place by its list."""
    return bool(actor.roles & (TRIO | {"desk", "leader", "line_officer"}))
