"""Who works in routine trios and who can be sent, as planning needs it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Any

from gangmu.command.modes.rules.staffing import Member, Pool, Routine
from gangmu.ground.organization.models import Body, Ground, Holding
from gangmu.ground.organization.rules import LINE_OF
from gangmu.ground.territory.queries import Unit, county_unit_of
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

ROLE_OF = {line: role for role, line in LINE_OF.items()}


def lies_in(towns: Sequence[Unit], area: int) -> bool:
    """Whether an area is in one of the towns."""
    return any(area in town.jurisdiction for town in towns)


def trios_of(towns: Sequence[Unit], mode: str) -> Any:
    """The trios of a mode there are today, from the first of the towns to the last."""
    return Body.objects.filter(
        kind=Body.Kind.TRIO, mode=mode, valid__contains=clock.today(),
        lo__gte=towns[0].jurisdiction.lo, lo__lt=towns[-1].jurisdiction.hi,
    ).order_by("code")  # fmt: skip


def grounds_of(towns: Sequence[Unit], mode: str) -> Any:
    """Who owns what in a mode today, from the first of the towns to the last (others may lie between)."""
    today = clock.today()
    rows = Ground.objects.filter(
        mode=mode, valid__contains=today, body__valid__contains=today,
        body__lo__gte=towns[0].jurisdiction.lo, body__lo__lt=towns[-1].jurisdiction.hi,
    )  # fmt: skip
    return rows.order_by("body__code", "area")


def routine_of(towns: Sequence[Unit]) -> dict[int, Routine]:
    """The routine trios of the towns with who holds their posts today."""
    grounds: dict[int, tuple[str, int, set[int]]] = {}
    for body, code, village, area in grounds_of(towns, "routine").values_list(
        "body", "body__code", "body__lo", "area"
    ):
        if lies_in(towns, village):
            grounds.setdefault(body, (code, village, set()))[2].add(area)
    members: dict[int, list[Member]] = defaultdict(list)
    held = Holding.objects.filter(
        post__body__in=list(grounds), valid__contains=clock.today(), user__is_active=True
    ).order_by("deputy", "pk")
    for body, user, role, post, deputy in held.values_list(
        "post__body", "user", "post__role", "post", "deputy"
    ):
        members[body].append(Member(user, role, post, deputy))
    return {
        body: Routine(code, village, areas, members[body]) for body, (code, village, areas) in grounds.items()
    }


def pools_of(scope: Scope) -> list[Pool]:
    """The reserves of the scope's ground without those who are sent already, by unit and role."""
    where, today = scope.jurisdiction, clock.today()
    away = Holding.objects.filter(
        post__body__mode=Body.Mode.EMERGENCY, post__body__standing_by=False, valid__contains=today
    )
    held = Holding.objects.filter(
        post__body__kind=Body.Kind.RESERVE, post__body__valid__contains=today, valid__contains=today, deputy=False,
        post__line__in=ROLE_OF, user__is_active=True, post__body__lo__gte=where.lo, post__body__lo__lt=where.hi,
    ).exclude(user__in=away.values("user"))  # fmt: skip
    pools: dict[tuple[int, str], Pool] = {}
    rows = held.select_related("post__body__division").order_by("post__body__lo", "user")
    for holding in rows:
        body = holding.post.body
        if not body.ground <= where:
            continue
        key = (body.pk, ROLE_OF[holding.post.line])
        if key not in pools:
            pools[key] = _pool(body, key[1])
        pools[key].people.append((holding.user_id, holding.post_id))
    return list(pools.values())


def _pool(body: Body, role: str) -> Pool:
    county, division = county_unit_of(body.lo), body.division
    point = None
    if division.longitude is not None and division.latitude is not None:
        point = (division.longitude, division.latitude)
    town = body.lo if division.level == "town" else None
    return Pool(role, town, county.code if county else "", deque(), point)
