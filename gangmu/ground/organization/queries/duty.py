"""Who answers for this ground at this minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from gangmu.ground.organization.bulk.switching import SQL as SWITCHING
from gangmu.ground.organization.models import Body, Holding, Shift
from gangmu.ground.organization.queries.ownership import body_by_id, office_of, owner_of
from gangmu.ground.organization.rules import missing_roles
from gangmu.ground.territory.queries import division_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is on duty: his post, role and line."""

    user_id: int
    name: str
    post_id: int
    title: str
    role: str
    line: str
    in_charge: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers. `gaps` name what is missing ('no_trio', 'shift_uncovered:medic', 'post_vacant:leader', 'outside').

    `body` is the trio; for a town it is the joint office, above that the leading trio; None only outside the city. For
    a trio with a gap `office` stands in.
    """

    area: int
    at: datetime
    body: Body | None
    members: tuple[Member, ...]
    gaps: tuple[str, ...] = ()
    office: Body | None = None
    office_members: tuple[Member, ...] = ()

    @property
    def in_charge(self) -> Member | None:
        """Who decides at the door: whoever is in charge and on duty, else anybody on duty, else the office's."""
        everybody = self.members or self.office_members
        return next((m for m in everybody if m.in_charge), everybody[0] if everybody else None)

    def by_role(self, role: str) -> tuple[Member, ...]:
        """The members on duty in a role."""
        return tuple(m for m in self.members if m.role == role)


def answering(area: int, at: datetime | None = None) -> Answer:
    """Who answers for an area at a moment (now by default): always somebody, or a gap with a name."""
    at = at or clock.now()
    owner = owner_of(area)
    if owner is not None:
        members = members_of(owner, at)
        gaps = tuple(f"shift_uncovered:{role}" for role in missing_roles({m.role for m in members}))
        if not gaps:
            return Answer(area, at, body_by_id(owner), members)
        office = office_of(area)
        standing_in = members_of(office.pk, at) if office else ()
        return Answer(area, at, body_by_id(owner), members, gaps, office, standing_in)
    unit = division_of(area)
    if unit is None or unit.level == "province":
        return Answer(area, at, None, (), ("outside",))
    if unit.level in ("town", "village"):
        office = office_of(area)
        gaps = () if unit.level == "town" else ("no_trio",)
        if office is not None:
            members = members_of(office.pk, at)
            return Answer(area, at, office, members, gaps if members else (*gaps, "shift_uncovered:desk"))
    leaders = Body.objects.filter(kind=Body.Kind.LEADING_TRIO, division_id=unit.id).order_by("id").first()
    if leaders is None:
        return Answer(area, at, None, (), ("no_body",))
    leading = tuple(one for one in _holders(leaders, at) if one.role == "leader")
    return Answer(area, at, leaders, leading, () if leading else ("post_vacant:leader",))


def shift_ends(scope: Scope) -> datetime | None:
    """When the shift ends in which the actor stands now; None for whoever is on no shift."""
    on = Shift.objects.of(scope.actor.user_id or 0).filter(during__contains=clock.now())
    during = on.values_list("during", flat=True).first()
    ends: datetime | None = during.upper if during else None
    return ends


def members_of(body_id: int, at: datetime) -> tuple[Member, ...]:
    """Whoever is on duty in a body at a moment, holds his post that day and is not away, who is in charge first."""
    held = Holding.objects.filter(user=OuterRef("user"), post=OuterRef("post"), valid__contains=_day(at))
    shifts = Shift.objects.at(body_id).filter(during__contains=at).select_related("post", "user")
    shifts = shifts.filter(Exists(held), user__is_active=True).exclude(user__absences__during__contains=at)
    return tuple(
        Member(s.user_id, s.user.name, s.post_id, s.post.title, s.post.role, s.post.line, s.post.in_charge)
        for s in shifts.order_by("-post__in_charge", "post_id", "id")
    )


def on_duty(body: Body) -> tuple[Member, ...]:
    """Whoever is on duty in a body now; where nobody is, or it keeps no shifts, whoever holds its posts."""
    at = clock.now()
    return members_of(body.pk, at) or _holders(body, at)


def _holders(body: Body, at: datetime) -> tuple[Member, ...]:
    """The members of a body that keeps no shifts."""
    held = Holding.objects.filter(
        post__body=body, valid__contains=_day(at), deputy=False, user__is_active=True
    )
    return tuple(
        Member(h.user_id, h.user.name, h.post_id, h.post.title, h.post.role, h.post.line, h.post.in_charge)
        for h in held.select_related("post", "user").order_by("-post__in_charge", "post_id", "id")
    )


def _day(at: datetime) -> date:
    return at.astimezone(clock.CIVIL).date()


def hours_on_duty(codes: Sequence[str], begin: datetime, end: datetime) -> float:
    """How many hours were on duty in the bodies of these codes between two moments."""
    ((hours,),) = fetch(SWITCHING["on_duty_hours"], {"codes": list(codes), "begin": begin, "end": end})
    return float(hours)
