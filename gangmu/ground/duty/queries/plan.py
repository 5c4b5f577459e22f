"""What a roster is made of: the seats to fill, who may fill them, who stands where, what stays empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Q

from gangmu.ground.duty.models import Driver, Roster, Turn, VehicleSeat
from gangmu.ground.duty.rules.weeks import DAYS, Gap, Seat, place_of, uncovered
from gangmu.ground.duty.states import RosterStatus
from gangmu.ground.organization.models import Absence, Body, Holding, Post, Shift
from gangmu.ground.organization.queries import Change, Duty
from gangmu.ground.organization.rules import TRIO_ROLES
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

Cell = tuple[int, date, str]  # post, day, shift


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who holds a post in the week of a roster, himself or as its deputy."""

    post_id: int
    user_id: int
    name: str
    deputy: bool
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands in a cell; `begins`, `ends` are his, which need not be the whole shift once others stood in."""

    user_id: int
    name: str
    begins: datetime
    ends: datetime
    locked: bool = False


def key_of(post: Post) -> str:
    """What must never be empty in the post's body: a role of a trio, a seat of an office."""
    return post.role if post.body.kind == Body.Kind.TRIO else f"{post.role}:{post.line}"


def week_of(roster: Roster) -> DateRange:
    """The days of a roster."""
    return DateRange(roster.begins, roster.ends, "[]")


def seats_of(roster: Roster) -> list[Post]:
    """The posts to be filled, by their bodies' ground: three of each trio, every seat of a joint office."""
    where = [Q(body__lo__gte=lo, body__lo__lt=hi) for lo, hi in roster.territory.pieces]
    kinds = Q(body__kind=Body.Kind.JOINT_OFFICE) | Q(body__kind=Body.Kind.TRIO, role__in=TRIO_ROLES)
    found = Post.objects.filter(
        reduce(or_, where, Q(pk__in=[])),
        kinds,
        body__standing_by=False,
        body__valid__overlap=week_of(roster),
    )
    return list(found.select_related("body").order_by("body__lo", "body_id", "id"))


def crew_of(roster: Roster, posts: Iterable[Post]) -> list[Member]:
    """Who may fill the posts, holders before deputies."""
    held = Holding.objects.filter(
        post__in=[post.pk for post in posts], valid__overlap=week_of(roster), user__is_active=True
    )
    rows = held.order_by("deputy", "id").values_list("post_id", "user_id", "user__name", "deputy", "valid")
    return [Member(*row[:4], row[4].lower, row[4].upper) for row in rows]


def standing_in(scope: Scope, roster: Roster, posts: Iterable[Post]) -> dict[Cell, list[Standing]]:
    """Who stands in the cells of posts: by the plan, and once it is published by the shifts as they are now."""
    ids = [post.pk for post in posts]
    if roster.status == RosterStatus.PUBLISHED:
        shifts = shifts_of(roster, ids).values_list("post_id", "user_id", "user__name", "during")
        rows = [(*row, False) for row in shifts]
    else:
        turns = Turn.objects.filter(roster=roster, post__in=ids).order_by("during", "id")
        rows = list(turns.values_list("post_id", "user_id", "user__name", "during", "locked"))
    found: dict[Cell, list[Standing]] = {}
    for post, user, name, during, locked in rows:
        day, part = place_of(during.lower)
        standing = Standing(user, name, during.lower, during.upper, locked)
        found.setdefault((post, day, part.key), []).append(standing)
    return found


def shifts_of(roster: Roster, posts: Iterable[int]) -> Any:
    """The shifts of posts in the week of a roster, whoever put them there."""
    found = Shift.objects.filter(post__in=list(posts), during__overlap=DateTimeTZRange(*roster.span))
    return found.order_by("during", "id")


def change_by(scope: Scope, roster: Roster, posts: Iterable[Post]) -> Change:
    """What publishing a roster now gives to members and takes from them: its cells for the shifts not begun."""
    first, ends = roster.span
    begins = max(first, clock.now())
    cells = Turn.objects.filter(roster=roster, during__startswith__gte=begins).order_by("id")
    rows = cells.values_list("user_id", "during", "body__lo")
    old = Shift.objects.filter(
        post__in=[post.pk for post in posts], during__overlap=DateTimeTZRange(begins, ends)
    )
    freed = old.filter(during__startswith__gte=begins).values_list("pk", flat=True)
    return Change([Duty(user, during.lower, during.upper, lo) for user, during, lo in rows], list(freed))


def gaps_of(posts: Iterable[Post], cells: dict[Cell, list[Standing]], roster: Roster) -> list[Gap]:
    """Every minute of the week in which a seat is empty, named."""
    needed = [Seat(post.body_id, post.pk, key_of(post)) for post in posts]
    spans = [(post, (one.begins, one.ends)) for (post, _day, _part), stand in cells.items() for one in stand]
    return uncovered(needed, spans, roster.span)


def away(users: Iterable[int], roster: Roster) -> list[tuple[int, datetime, datetime]]:
    """Who of some users is absent in the week of a roster, from when to when."""
    found = Absence.objects.filter(user__in=list(users), during__overlap=DateTimeTZRange(*roster.span))
    return [(user, during.lower, during.upper) for user, during in found.values_list("user", "during")]


def needing_vehicle(posts: Iterable[Post]) -> set[int]:
    """Those of the posts whose seat needs a vehicle."""
    found = VehicleSeat.objects.filter(post__in=[post.pk for post in posts])
    return set(found.values_list("pk", flat=True))


def drivers_among(users: Iterable[int]) -> set[int]:
    """Those of the users who bring a vehicle."""
    return set(Driver.objects.filter(user__in=list(users)).values_list("pk", flat=True))


def days_of(roster: Roster) -> list[date]:
    """Its seven days."""
    return [date.fromordinal(roster.begins.toordinal() + n) for n in range(DAYS)]
