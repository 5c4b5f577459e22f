"""What members say and have: their shifts, leave, wishes, swaps; and what waits for whoever decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Exists, OuterRef, Q, QuerySet

from gangmu.ground.accounts.models import User
from gangmu.ground.duty.models import Driver, Feed, Leave, Roster, Swap, VehicleSeat, Wish
from gangmu.ground.duty.policy import user_of
from gangmu.ground.duty.states import LeaveStatus, SwapStatus
from gangmu.ground.organization.models import Holding, Post, Shift
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.recall import recalled
from gangmu.kernel.scope import Actor, Scope, entered

SHOWN_BACK = timedelta(days=7)
SHOWN_AHEAD = timedelta(days=60)
SIGNER = Signer(salt="duty.feed")


def my_shifts(scope: Scope, days: int = 14) -> list[Shift]:
    """The running and coming shifts of whoever looks, with their bodies, `needs_vehicle` and `brings_vehicle`."""
    now = clock.now()
    return list(_shifts_of(user_of(scope.actor), now, now + timedelta(days=days)))


def my_leave(scope: Scope) -> list[Leave]:
    """His leave that is not over for more than a week, newest first."""
    mine = Leave.objects.filter(user_id=user_of(scope.actor), during__endswith__gt=clock.now() - SHOWN_BACK)
    return list(mine.order_by("-id")[:20])


def my_wishes(scope: Scope) -> list[Wish]:
    """His wishes from today on."""
    return list(Wish.objects.filter(user_id=user_of(scope.actor), day__gte=clock.today()).order_by("day"))


def my_swaps(scope: Scope) -> list[Swap]:
    """Swaps that he offers or is offered and whose shift is not over, newest first."""
    me = user_of(scope.actor)
    mine = Swap.objects.filter(Q(giver=me) | Q(taker=me), during__endswith__gt=clock.now())
    return list(mine.select_related("giver", "taker", "post__body", "back_post__body").order_by("-id")[:20])


def my_shift(scope: Scope, shift_id: int) -> Shift:
    """A coming shift of his; Refused('not_found') for another's as for none."""
    mine = Shift.objects.filter(pk=shift_id, user_id=user_of(scope.actor), during__startswith__gt=clock.now())
    found = mine.select_related("post__body").first()
    if found is None:
        raise Refused("not_found")
    return found


def colleagues(scope: Scope, shift: Shift) -> list[User]:
    """Who else holds the post of a shift on its day: only they can take it."""
    day = shift.during.lower.astimezone(clock.CIVIL).date()
    held = Holding.objects.filter(post=shift.post_id, valid__contains=day, user__is_active=True)
    others = held.exclude(user=shift.user_id).select_related("user").order_by("user__name", "user_id")
    return list(dict.fromkeys(holding.user for holding in others))


def shifts_back(scope: Scope, shift: Shift, users: Iterable[User]) -> list[Shift]:
    """Shifts of colleagues in the two weeks around a shift that its holder could take for it: of posts he holds."""
    begins, ends = shift.during.lower - timedelta(days=7), shift.during.upper + timedelta(days=7)
    day = shift.during.lower.astimezone(clock.CIVIL).date()
    posts = Holding.objects.filter(user=shift.user_id, valid__contains=day).values("post")
    found = Shift.objects.filter(
        user__in=[user.pk for user in users],
        post__in=posts,
        during__startswith__gt=max(begins, clock.now()),
        during__startswith__lt=ends,
    )
    return list(found.select_related("user", "post").order_by("during", "id"))


def leave_in(scope: Scope, leave_id: int) -> Leave:
    """A leave on the scope's ground or his own; Refused('not_found') for another's as for none."""
    found: Leave = _one(scope, Leave.objects.filter(Q(pk=leave_id)), Q(user_id=user_of(scope.actor)))
    return found


def my_leave_in(scope: Scope, leave_id: int) -> Leave:
    """His own leave; Refused('not_found') for another's as for none."""
    found = Leave.objects.filter(pk=leave_id, user_id=user_of(scope.actor)).first()
    if found is None:
        raise Refused("not_found")
    return found


def swap_in(scope: Scope, swap_id: int) -> Swap:
    """A swap on the scope's ground or one he has part in; Refused('not_found') for another's as for none."""
    me = user_of(scope.actor)
    found = Swap.objects.filter(pk=swap_id).select_related("giver", "taker", "post__body", "back_post__body")
    one: Swap = _one(scope, found, Q(giver=me) | Q(taker=me))
    return one


def wish_in(scope: Scope, wish_id: int) -> Wish:
    """A wish on the scope's ground or his own; Refused('not_found') for another's as for none."""
    found: Wish = _one(scope, Wish.objects.filter(pk=wish_id), Q(user_id=user_of(scope.actor)))
    return found


def _one(scope: Scope, found: Any, own: Q) -> Any:
    one = found.select_related().filter(own).first() or found.within(scope).first()
    if one is None:
        raise Refused("not_found")
    return one


def leave_waiting(scope: Scope) -> list[Leave]:
    """Leave that somebody on this ground has to decide about, the nearest first."""
    waiting = Leave.objects.within(scope).filter(status=LeaveStatus.REQUESTED).select_related("user")
    return list(waiting.order_by("during", "id")[:100])


def leave_ahead(scope: Scope) -> list[Leave]:
    """Approved leave on this ground that is not over, the nearest first."""
    ahead = Leave.objects.within(scope).filter(status=LeaveStatus.APPROVED, during__endswith__gt=clock.now())
    return list(ahead.select_related("user", "decided_by").order_by("during", "id")[:100])


def swaps_waiting(scope: Scope) -> list[Swap]:
    """Swaps that both want and that somebody on this ground has to decide about."""
    waiting = Swap.objects.within(scope).filter(
        status=SwapStatus.ACCEPTED, during__startswith__gt=clock.now()
    )
    return list(
        waiting.select_related("giver", "taker", "post__body", "back_post").order_by("during", "id")[:100]
    )


def wishes_ahead(scope: Scope) -> list[Wish]:
    """Wishes on this ground from today on."""
    ahead = Wish.objects.within(scope).filter(day__gte=clock.today()).select_related("user")
    return list(ahead.order_by("day", "user__name", "id")[:200])


@recalled
def leave_asked(scope: Scope) -> QuerySet[Leave]:
    """Leave that waits for a decision on this ground."""
    found: QuerySet[Leave] = Leave.objects.within(scope).filter(status=LeaveStatus.REQUESTED)
    return found


@recalled
def swaps_agreed(scope: Scope) -> QuerySet[Swap]:
    """Swaps that wait for a decision on this ground before they begin."""
    ahead = Swap.objects.within(scope).filter(status=SwapStatus.ACCEPTED)
    found: QuerySet[Swap] = ahead.filter(during__startswith__gt=clock.now())
    return found


def wishes_of(scope: Scope, roster: Roster, users: Iterable[int]) -> list[Wish]:
    """What some users wish for the week of a roster."""
    days = DateRange(roster.begins, roster.ends, "[]")
    return list(Wish.objects.filter(user__in=list(users), day__contained_by=days).order_by("day", "id"))


def members_of_ground(scope: Scope, text: str) -> list[tuple[User, Holding]]:
    """Members of bodies on the scope's ground whose name or account holds a text, with one post of each."""
    where = scope.jurisdiction
    held = Holding.objects.filter(
        Q(user__name__icontains=text) | Q(user__username__icontains=text),
        post__body__lo__gte=where.lo, post__body__lo__lt=where.hi,
        valid__contains=clock.today(), user__is_active=True,
    )  # fmt: skip
    rows = held.select_related("user", "post__body").order_by("user__name", "user_id", "deputy", "id")
    found = {holding.user_id: holding for holding in rows[:200] if holding.post.body.lo in where}
    return [(holding.user, holding) for holding in list(found.values())[:20]]


def member_of_ground(scope: Scope, user_id: int) -> User:
    """A user with a post on the scope's ground; Refused('not_found') for another's as for none."""
    held = Holding.objects.filter(user_id=user_id, valid__contains=clock.today()).select_related(
        "user", "post__body"
    )
    for holding in held.order_by("deputy", "id"):
        if holding.post.body.lo in scope.jurisdiction:
            return holding.user
    raise Refused("not_found")


def feed_address(scope: Scope) -> str:
    """The signed part of his calendar's address; '' if he has none."""
    feed = Feed.objects.filter(user_id=user_of(scope.actor)).first()
    return SIGNER.sign(feed.number.hex) if feed else ""


def shifts_of_feed(token: str) -> list[Shift] | None:
    """The shifts of whoever owns a calendar's address; None for one that is forged, ended or unknown."""
    try:
        number = UUID(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    with entered(Scope.system("calendar")):
        feed = Feed.objects.filter(number=number, user__is_active=True).first()
        if feed is None:
            return None
        now = clock.now()
        return list(_shifts_of(feed.user_id, now - SHOWN_BACK, now + SHOWN_AHEAD))


def _shifts_of(user_id: int, begins: datetime, ends: datetime) -> Any:
    mine = Shift.objects.of(user_id).filter(during__overlap=DateTimeTZRange(begins, ends))
    needed, brought = (
        VehicleSeat.objects.filter(pk=OuterRef("post")),
        Driver.objects.filter(pk=OuterRef("user")),
    )
    mine = mine.annotate(needs_vehicle=Exists(needed), brings_vehicle=Exists(brought))
    return mine.select_related("post__body").order_by("during", "id")


def area_of_post(actor: Actor) -> int:
    """Where the body lies in which somebody acts: what he says about himself belongs to its ground."""
    found: int | None = Post.objects.values_list("body__lo", flat=True).filter(pk=actor.post_id or 0).first()
    if found is None:
        raise Refused("not_allowed")
    return found
