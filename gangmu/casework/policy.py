"""Who may do what with tasks. What somebody may see is bound by his scope; this is about doing."""

from __future__ import annotations

from gangmu.kernel.scope import Actor

TRIO = frozenset({"cadre", "police", "medic", "grid_member"})


def may_work(actor: Actor) -> bool:
    """Open the phone pages: members of a working trio, its grid members and volunteers."""
    return bool(actor.roles & (TRIO | {"volunteer"}))


def may_claim(actor: Actor) -> bool:
    """Take a door, and give it back."""
    return bool(actor.roles & TRIO)


def may_report(actor: Actor) -> bool:
    """Say what was found at a door; volunteers help, they do not verify identities."""
    return bool(actor.roles & TRIO)


def may_contact(actor: Actor) -> bool:
    """See a resident's phone in order to call him: whoever works on his case."""
    return bool(actor.roles & (TRIO | {"desk", "comparer"}))


def may_compare(actor: Actor) -> bool:
    """Pass or return a report at the first gate."""
    return "comparer" in actor.roles


def may_release(actor: Actor) -> bool:
    """Pass or return a report at the last gate."""
    return "gatekeeper" in actor.roles


def may_review(actor: Actor) -> bool:
    """See the queues of the two gates."""
    return may_compare(actor) or may_release(actor)


def may_offer(actor: Actor) -> bool:
    """Offer a task to another territory (协转): its trio, or the joint office above it."""
    return bool(actor.roles & (TRIO | {"desk"}))


def may_answer(actor: Actor) -> bool:
    """Accept or refuse what another territory offers."""
    return bool(actor.roles & (TRIO | {"desk"}))


def may_settle(actor: Actor) -> bool:
    """Decide which of two reports of a task counts: the joint office, which has written neither."""
    return "desk" in actor.roles


def may_cancel(actor: Actor) -> bool:
    """End a task that should not be there: the joint office, whoever leads; the system, where nobody needs it."""
    return actor.is_system or bool(actor.roles & {"desk", "leader", "push_clerk"})


def may_open(actor: Actor) -> bool:
    """Make a task by hand: the joint office, push clerks and their partner systems; and the system itself."""
    return actor.is_system or bool(actor.roles & {"desk", "push_clerk", "partner"})


def may_see_cases(actor: Actor) -> bool:
    """Open a case file with its timeline: everybody who works on cases or answers for them."""
    return bool(
        actor.roles & (TRIO | {"desk", "comparer", "gatekeeper", "push_clerk", "leader", "inspector"})
    )
