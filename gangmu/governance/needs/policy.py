"""Who may ask, and who answers."""

from __future__ import annotations

from gangmu.casework.policy import TRIO
from gangmu.kernel.area import DIGITS, LEVEL_DIGITS
from gangmu.kernel.scope import Actor

ABOVE = frozenset({"desk", "leader", "inspector"})


def may_see_needs(actor: Actor) -> bool:
    """Open the list of needs: trios theirs, offices and leaders also complaints, inspectors to look."""
    return bool(actor.roles & (TRIO | ABOVE))


def may_raise(actor: Actor, person_id: int, area: int) -> bool:
    """A resident for himself; whoever he told it to, on his own ground; the system, for what follows from care."""
    if actor.guest_id is not None:
        return actor.guest_id == person_id
    return actor.is_system or (may_note(actor) and area in actor.jurisdiction)


def may_note(actor: Actor) -> bool:
    """Write down what somebody says at the door or by phone."""
    return bool(actor.roles & (TRIO | {"desk", "leader"}))


def may_note_for(actor: Actor, to: str) -> bool:
    """Write down what goes to a trio, an office, an organ: a complaint is not told to whom it may be about."""
    return to == "trio" or bool(actor.roles & ABOVE)


def may_open_answers(actor: Actor) -> bool:
    """Answer at the desk at all; a trio answers by reporting its task."""
    return bool(actor.roles & {"desk", "leader"})


def may_answer(actor: Actor, to: str, area: int) -> bool:
    """Answer a need that went to a trio, an office or the deciding organ, on one's own ground.

    An objection is answered for the organ by who leads its county or more, not by the office that carries it out.
    """
    if not may_open_answers(actor) or area not in actor.jurisdiction:
        return False
    return to != "organ" or ("leader" in actor.roles and _above_towns(actor))


def _above_towns(actor: Actor) -> bool:
    return actor.jurisdiction.hi - actor.jurisdiction.lo > 10 ** (DIGITS - LEVEL_DIGITS["town"])
