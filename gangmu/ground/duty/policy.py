"""Who plans duty, who decides about leave and swaps. What may be seen is the scope's matter."""

from __future__ import annotations

from gangmu.ground.organization.policy import may_roster
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def may_plan(actor: Actor) -> bool:
    """Leaders and joint offices, each on their own ground."""
    return may_roster(actor, actor.jurisdiction)


def may_plan_on(actor: Actor, ground: Jurisdiction) -> bool:
    """Plan, solve, change and publish rosters of a ground; decide about leave and swaps there."""
    return may_roster(actor, ground)


def user_of(actor: Actor) -> int:
    """The user who acts; Refused('not_allowed') for the system, which has no leave, no wishes, no shifts."""
    if actor.user_id is None:
        raise Refused("not_allowed")
    return actor.user_id


STANDING = frozenset({"cadre", "police", "medic", "desk", "comparer", "gatekeeper"})


def may_stand(actor: Actor) -> bool:
    """Whoever is rostered: the three of a trio, the seats of an office."""
    return bool(actor.roles & STANDING)
