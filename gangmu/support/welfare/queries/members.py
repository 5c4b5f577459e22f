"""Who serves on a piece of ground today, by name: never by what he has done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Holding
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

NO_MEMBERS = ("partner", "inspector")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody and the first of the posts that he holds on this ground; `area` is that of its body."""

    user_id: int
    name: str
    title: str
    body_id: int
    body_name: str
    area: int


def members(scope: Scope, wanted: str = "", start: int = 0, size: int = 50) -> list[Member]:
    """The members of the scope's ground by name; `wanted` is a part of the name of somebody or of his body."""
    found = _held(scope)
    if wanted.strip():
        text = wanted.strip()
        found = found.filter(Q(user__name__icontains=text) | Q(post__body__name__icontains=text))
    return [_member(row) for row in found[start : start + size]]


def member_in(scope: Scope, user_id: int) -> Member:
    """A member of the scope's ground; Refused('not_found') for another's as for nobody."""
    row = _held(scope).filter(user_id=user_id).first()
    if row is None:
        raise Refused("not_found")
    return _member(row)


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """What colleagues are called."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name"))


def _held(scope: Scope) -> QuerySet[Holding, Any]:
    where, today = scope.jurisdiction, clock.today()
    found = Holding.objects.filter(
        valid__contains=today,
        post__body__valid__contains=today,
        post__body__lo__gte=where.lo,
        post__body__hi__lte=where.hi,
        user__is_active=True,
    ).exclude(post__role__in=NO_MEMBERS)
    for lo, hi in where.holes:
        found = found.exclude(post__body__lo__gte=lo, post__body__lo__lt=hi)
    found = found.order_by("user__name", "user_id", "deputy", "id").distinct("user__name", "user_id")
    return found.values(
        "user_id", "user__name", "post__title", "post__body_id", "post__body__name", "post__body__lo"
    )


def _member(row: dict[str, Any]) -> Member:
    return Member(
        row["user_id"],
        row["user__name"],
        row["post__title"],
        row["post__body_id"],
        row["post__body__name"],
        row["post__body__lo"],
    )
