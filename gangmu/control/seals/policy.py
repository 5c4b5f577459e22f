"""Who may do what with seals. An installer sees the door and the number of the order, and nothing of the person."""

from __future__ import annotations

from gangmu.kernel.scope import Actor

TRIO = frozenset({"cadre", "police", "medic", "grid_member"})


def may_see(actor: Actor) -> bool:
    """See alarms and devices of one's ground: who answers them or for them."""
    return bool(actor.roles & (TRIO | {"desk", "leader", "inspector"}))


def may_answer(actor: Actor) -> bool:
    """Acknowledge, call, and say what an alarm turned out to be: the trio and its joint office. Never software."""
    return actor.user_id is not None and bool(actor.roles & (TRIO | {"desk"}))


def may_take_back(actor: Actor) -> bool:
    """Take back a breach that was recorded wrongly: the trio, its office, and the leaders above them."""
    return actor.user_id is not None and bool(actor.roles & (TRIO | {"desk", "leader"}))


def may_lend(actor: Actor) -> bool:
    """Register lent devices and give them back: joint offices and leaders."""
    return actor.user_id is not None and bool(actor.roles & {"desk", "leader"})


def may_ask(actor: Actor) -> bool:
    """Ask for a seal, take it over, ask for its removal: the trio, its office, leaders."""
    return actor.user_id is not None and bool(actor.roles & (TRIO | {"desk", "leader"}))


def may_install(actor: Actor) -> bool:
    """Put seals on and take them off: the installers of the body that lends them."""
    return actor.user_id is not None and "installer" in actor.roles


def may_open_doors(actor: Actor) -> bool:
    """Open the list of doors with seals."""
    return may_ask(actor) or may_install(actor)


def may_announce(actor: Actor, person_id: int | None) -> bool:
    """Announce an opening: the person of the order by his link, the trio, its office; and the system."""
    himself = actor.guest_id is not None and actor.guest_id == person_id
    return himself or actor.is_system or may_answer(actor)


def may_ingest(actor: Actor) -> bool:
    """Take in what devices say: the system alone."""
    return actor.is_system
