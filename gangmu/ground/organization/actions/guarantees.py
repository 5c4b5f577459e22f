"""三级包保 and N-包-1: which post answers for a unit, and who stands around a door."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.ground.organization import policy
from gangmu.ground.organization.facts import CircleChanged, GuaranteeGiven
from gangmu.ground.organization.models import Circle, Guarantee, Post
from gangmu.ground.organization.rules import CIRCLE, GUARANTORS
from gangmu.ground.register.models import Household
from gangmu.ground.territory.queries import known_areas, unit_of
from gangmu.kernel.area import level_of
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def assign(actor: Actor, command: UUID, post: Post, area: int, since: date) -> int:
    """Make a post answer for a town, a village or a grid from a day on; who answered before ends on that day.

    Returns the guarantee. Refused: not_allowed, area_unknown, wrong_tier (a town is answered for by its county's
    leaders, a village by the leaders or the office of its town, a grid by a cadre of its village), too_early.
    """
    if not policy.may_appoint(actor, post.body.ground):
        raise Refused("not_allowed")
    tier = level_of(area)
    unit = unit_of(area, "village" if tier == "grid" else tier)
    if tier not in GUARANTORS or unit is None or (tier == "grid" and area not in known_areas()):
        raise Refused("area_unknown")
    kinds, roles, level = GUARANTORS[tier]
    fits = post.body.kind in kinds and post.role in roles and post.body.division.level == level
    if not fits or area not in post.body.jurisdiction:
        raise Refused("wrong_tier")

    def do() -> int:
        standing = Guarantee.objects.select_for_update().filter(
            tier=tier, area=area, valid__overlap=DateRange(since, None)
        )
        for old in standing:
            if old.post_id == post.pk:
                return old.pk
            if old.valid.lower >= since:
                raise Refused("too_early", since=old.valid.lower.isoformat())
            Guarantee.objects.filter(pk=old.pk).update(valid=DateRange(old.valid.lower, since))
        made = Guarantee.objects.create(post=post, tier=tier, area=area, valid=DateRange(since, None))
        record(actor, GuaranteeGiven(post.pk, area, tier, since.isoformat()))
        return made.pk

    return int(once(actor, command, "organization.assign", do))


def join_circle(actor: Actor, command: UUID, household: Household, post: Post, since: date) -> int:
    """Put a post into the circle around a household from a day on; who had that role before ends on that day.

    Returns the circle's row. Refused: not_allowed, not_in_circle (a role that belongs to no circle, or a post whose
    ground is elsewhere), too_early.
    """
    if not policy.may_set_circle(actor, household.area):
        raise Refused("not_allowed")
    if post.role not in CIRCLE or household.area not in post.body.jurisdiction:
        raise Refused("not_in_circle")

    def do() -> int:
        standing = Circle.objects.select_for_update().filter(
            household=household, role=post.role, valid__overlap=DateRange(since, None)
        )
        for old in standing:
            if old.post_id == post.pk:
                return int(old.pk)
            if old.valid.lower >= since:
                raise Refused("too_early", since=old.valid.lower.isoformat())
            Circle.objects.filter(pk=old.pk).update(valid=DateRange(old.valid.lower, since))
        made = Circle.objects.create(
            household=household, area=household.area, role=post.role, post=post, valid=DateRange(since, None)
        )
        record(actor, CircleChanged(household.pk, household.area, post.pk, post.role, since.isoformat()))
        return int(made.pk)

    return int(once(actor, command, "organization.join_circle", do))
