"""Bodies with their posts and who held them on a day; a line read across levels; who answers for which unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Body, Circle, Contact, Guarantee, Holding, Post
from gangmu.ground.organization.rules import CIRCLE, GUARANTORS, composition
from gangmu.ground.register.models import Household
from gangmu.ground.territory.queries import Unit
from gangmu.kernel import clock
from gangmu.kernel.area import floor_to
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault

LEADS, OFFICES = ("leading_trio", "push_office"), ("task_force", "joint_office", "reserve", "provider")
ORDER = {
    kind: place
    for place, kind in enumerate((*LEADS, "task_force", "joint_office", "trio", "reserve", "provider"))
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A post and who held it on a day: holders first, then deputies; `phones` are masked."""

    post: Post
    holdings: tuple[Holding, ...]
    phones: tuple[str, ...]

    @property
    def vacant(self) -> bool:
        """Nobody holds it himself."""
        return all(held.deputy for held in self.holdings)


@dataclass(frozen=True, slots=True)
class Team:
    """A body on a day, and what is wrong with its composition ('seat_missing:role:line', 'in_charge', 'vacant:…')."""

    body: Body
    seats: tuple[Seat, ...]
    wrong: tuple[str, ...]


def body_within(scope: Scope, body_id: int) -> Body:
    """A body whose ground lies in the scope; Refused('not_found') for any other."""
    found = Body.objects.select_related("division").filter(pk=body_id).first()
    if found is None or not found.ground <= scope.jurisdiction:
        raise Refused("not_found")
    return found


def holding_within(scope: Scope, holding_id: int) -> Holding:
    """Who holds a post on the scope's ground, or held it; Refused('not_found') for any other."""
    found = Holding.objects.select_related("post__body__division", "user").filter(pk=holding_id).first()
    if found is None or not found.post.body.ground <= scope.jurisdiction:
        raise Refused("not_found")
    return found


def teams(bodies: Iterable[Body], on: date | None = None, line: str = "") -> list[Team]:
    """Bodies with their posts (of one line, if given) and who held them on a day, today by default; three queries."""
    found, day = list(bodies), on or clock.today()
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.filter(body__in=found).select_related("body").order_by("-in_charge", "id"):
        posts[post.body_id].append(post)
    held: dict[int, list[Holding]] = defaultdict(list)
    rows = Holding.objects.filter(post__body__in=found, valid__contains=day, user__is_active=True)
    for one in rows.select_related("user").order_by("deputy", "id"):
        held[one.post_id].append(one)
    people = {one.user_id for many in held.values() for one in many}
    phones = dict(Contact.objects.filter(user__in=people).values_list("user_id", "mask"))
    made = []
    for body in found:
        seats = [
            Seat(post, tuple(many), tuple(phones[one.user_id] for one in many if one.user_id in phones))
            for post in posts[body.pk]
            for many in (held[post.pk],)
        ]
        wrong = composition(
            body.kind,
            [(seat.post.role, seat.post.line, seat.post.in_charge) for seat in seats],
            [not seat.vacant for seat in seats],
            [any(one.deputy for one in seat.holdings) for seat in seats],
        )
        shown = tuple(seat for seat in seats if not line or seat.post.line == line)
        made.append(Team(body, shown, tuple(w for w in wrong if not line or line in w)))
    return made


def history_of(body: Body) -> list[Holding]:
    """Everybody who ever held a post of a body, the newest first."""
    held = Holding.objects.filter(post__body=body).select_related("user", "post")
    return list(held.order_by(F("valid__startswith").desc(nulls_last=True), "-id")[:200])


def bodies_of(scope: Scope, unit: Unit, on: date | None = None) -> list[Body]:
    """The bodies of a unit itself, not of what lies below it; leaders first."""
    day = on or clock.today()
    rows = Body.objects.filter(
        division__code=unit.code, standing_by=False, valid__contains=day
    ).select_related("division")
    found = [body for body in rows if body.ground <= scope.jurisdiction]
    return sorted(found, key=lambda body: (ORDER[body.kind], body.line, body.code))


def line_by_level(scope: Scope, line: str) -> list[dict[str, Any]]:
    """A line read across levels: for each level {level, posts, held, deputies} of the scope's ground, from the top."""
    day = clock.today()
    rows = (
        _of_line(scope, line)
        .values(level=F("body__division__level"))
        .annotate(
            posts=Count("pk"),
            held=Count("pk", filter=_held(day, deputy=False)),
            deputies=Count("pk", filter=_held(day, deputy=True)),
        )
    )
    found = {row["level"]: row for row in rows.order_by()}
    return [found[level] for level in ("city", "county", "town", "village") if level in found]


def vacancies(scope: Scope, line: str, most: int) -> list[Post]:
    """Posts of a line that nobody holds today, on the scope's ground."""
    found = _of_line(scope, line).filter(~_held(clock.today(), deputy=False)).select_related("body")
    return list(found.order_by("body__lo", "body_id", "id")[:most])


def _of_line(scope: Scope, line: str) -> Any:
    where = scope.jurisdiction
    posts = Post.objects.filter(line=line, body__standing_by=False, body__valid__contains=clock.today())
    inside = Q(body__lo__gte=where.lo, body__lo__lt=where.hi, body__hi__lte=where.hi)
    for lo, hi in where.holes:
        inside &= ~Q(body__lo__gte=lo, body__lo__lt=hi)
    return posts.filter(inside)


def _held(day: date, *, deputy: bool) -> Any:
    held = Holding.objects.filter(
        post=OuterRef("pk"), valid__contains=day, deputy=deputy, user__is_active=True
    )
    return Q(Exists(held))


@dataclass(frozen=True, slots=True)
class Answerable:
    """A unit of a tier and the post that answers for it, with its holders; None is a gap."""

    area: int
    post: Post | None
    holders: tuple[str, ...]


def guarantees(scope: Scope, tier: str, areas: Iterable[int], on: date | None = None) -> list[Answerable]:
    """Who answers for each of these towns, villages or grids (三级包保) on a day; areas outside the scope are left out.

    The holder is who had the post on that day: history does not follow him.
    """
    day, where = on or clock.today(), scope.jurisdiction
    asked = [area for area in areas if area in where]
    rows = Guarantee.objects.filter(tier=tier, area__gte=where.lo, area__lt=where.hi, valid__contains=day)
    posts = {row.area: row.post for row in rows.select_related("post__body")}
    names: dict[int, list[str]] = defaultdict(list)
    held = Holding.objects.filter(
        post__in={post.pk for post in posts.values()}, valid__contains=day, deputy=False
    )
    for post, name in held.order_by("id").values_list("post_id", "user__name"):
        names[post].append(name)
    made = [
        Answerable(area, post, tuple(names[post.pk]) if post else ())
        for area in asked
        for post in (posts.get(area),)
    ]
    return sorted(made, key=lambda one: (bool(one.holders), one.area))


def posts_for(tier: str, unit: Unit) -> list[Post]:
    """The posts that may answer for units of a tier below a unit, with their bodies."""
    kinds, roles, _level = GUARANTORS[tier]
    found = Post.objects.filter(body__division__code=unit.code, body__kind__in=kinds, role__in=roles)
    return list(
        found.filter(body__valid__contains=clock.today()).select_related("body__division").order_by("id")
    )


def posts_like(scope: Scope, post: Post, most: int = 300) -> list[Post]:
    """The other posts of the same role and line on the scope's ground: where its holder can be moved to."""
    where = scope.jurisdiction
    like = Post.objects.filter(role=post.role, line=post.line, body__standing_by=False).exclude(pk=post.pk)
    like = like.filter(body__lo__gte=where.lo, body__hi__lte=where.hi, body__valid__contains=clock.today())
    found = like.select_related("body__division").order_by("body__lo", "id")[:most]
    return [one for one in found if one.body.ground <= where]


def user_named(text: str) -> User:
    """Who is meant by an account name, a full mobile number or a name; Refused('user_unknown') if that is not one."""
    text = text.strip()
    key = vault().fingerprint("staff_phone", text)
    found = list(User.objects.filter(Q(username__iexact=text) | Q(contact__key=key))[:2])
    found = found or list(User.objects.filter(name=text)[:2])
    if len(found) != 1:
        raise Refused("user_unknown")
    return found[0]


def household_within(scope: Scope, household_id: int) -> Household:
    """A door on the scope's ground; Refused('not_found') for any other."""
    found: Household | None = Household.objects.within(scope).filter(pk=household_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def circle_posts(scope: Scope, household: Household) -> list[Post]:
    """The posts of the trios of a door's village that may stand around it."""
    village = floor_to(household.area, "village")
    found = Post.objects.filter(
        body__kind=Body.Kind.TRIO, body__standing_by=False, body__lo=village, role__in=CIRCLE
    )
    found = found.filter(body__valid__contains=clock.today()).select_related("body__division")
    return [post for post in found.order_by("body_id", "id") if post.body.ground <= scope.jurisdiction]


def circle_of(
    scope: Scope, household: Household, on: date | None = None
) -> list[tuple[Circle, tuple[str, ...]]]:
    """The circle around a door (N-包-1) on a day: (member, names of who held his post)."""
    day = on or clock.today()
    rows = list(
        Circle.objects.within(scope)
        .filter(household=household, valid__contains=day)
        .select_related("post__body")
    )
    names: dict[int, list[str]] = defaultdict(list)
    held = Holding.objects.filter(post__in=[row.post_id for row in rows], valid__contains=day, deputy=False)
    for post, name in held.order_by("id").values_list("post_id", "user__name"):
        names[post].append(name)
    return [(row, tuple(names[row.post_id])) for row in rows]
