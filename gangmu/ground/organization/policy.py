"""May-do by role: named predicates that pages, API and actions share. What may be seen is the scope's matter."""

from __future__ import annotations

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor

TRIO = frozenset({"cadre", "police", "medic"})
AT_THE_DOOR = TRIO | {"grid_member"}
PUSHING = frozenset({"push_clerk", "partner"})
DECIDING = frozenset({"desk", "push_clerk"})
COMPARING = frozenset({"comparer"})
RELEASING = frozenset({"gatekeeper"})
LEADING = frozenset({"leader"})
INSPECTING = frozenset({"inspector"})
REVEALING = AT_THE_DOOR | {"desk", "comparer", "gatekeeper", "push_clerk"}
EXPORTING = frozenset({"push_clerk", "desk", "leader", "inspector"})
MANAGING_ALIASES = frozenset({"desk", "push_clerk"})


def may_push(actor: Actor) -> bool:
    """Push a file of names."""
    return bool(actor.roles & PUSHING)


def may_decide_desk(actor: Actor) -> bool:
    """Settle a doubtful row at a joint office's desk."""
    return bool(actor.roles & DECIDING)


def may_claim(actor: Actor) -> bool:
    """Take a task to the door."""
    return bool(actor.roles & AT_THE_DOOR)


def may_report(actor: Actor) -> bool:
    """Report what was found at the door."""
    return bool(actor.roles & AT_THE_DOOR)


def may_compare(actor: Actor) -> bool:
    """Compare a report with the laboratory."""
    return bool(actor.roles & COMPARING)


def may_release(actor: Actor) -> bool:
    """Let a compared report pass."""
    return bool(actor.roles & RELEASING)


def may_reveal(actor: Actor) -> bool:
    """See one sealed value, with a reason that is logged: whoever has to call, identify or correct."""
    return bool(actor.roles & REVEALING)


def may_export(actor: Actor) -> bool:
    """Take a list away as a file; what is masked stays masked."""
    return bool(actor.roles & EXPORTING)


def may_lead(actor: Actor) -> bool:
    """Decide for a unit: incidents, orders."""
    return bool(actor.roles & LEADING)


def may_inspect(actor: Actor) -> bool:
    """Look at anybody's work on one's ground without taking part in it."""
    return bool(actor.roles & (INSPECTING | LEADING))


def may_appoint(actor: Actor, ground: Jurisdiction) -> bool:
    """Give posts and take them: leaders on their own ground, and the system's own commands."""
    system = actor.user_id is None and bool(actor.label)
    return system or (bool(actor.roles & LEADING) and ground <= actor.jurisdiction)
