"""Who works in routine trios and who can be sent, as planning needs it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.command.modes.rules.staffing import Member, Pool, Routine
from gangmu.ground.organization.models import Absence, Body, Ground, Holding
from gangmu.ground.organization.rules import LINE_OF
from gangmu.ground.territory.queries import Unit, county_unit_of
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

AWAY = timedelta(days=1)
ROLE_OF = {line: role for role, line in LINE_OF.items()}


def lies_in(towns: Sequence[Unit], area: int) -> bool:
    """Whether an area is in one of the towns, which come in the order of their keys."""
    at = bisect_right(towns, area, key=lambda town: town.area) - 1
    return at >= 0 and area in towns[at].jurisdiction


def away() -> Any:
    """Who is away now or will be within a day (AWAY): such a person is not placed."""
    now = clock.now()
    return Absence.objects.filter(during__overlap=DateTimeTZRange(now, now + AWAY)).values("user")


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
    """The routine trios of the towns with who holds their posts today and is not away; `away` counts the others."""
    grounds: dict[int, tuple[str, int, set[int]]] = {}
    for body, code, village, area in grounds_of(towns, "routine").values_list(
        "body", "body__code", "body__lo", "area"
    ):
        if lies_in(towns, village):
            grounds.setdefault(body, (code, village, set()))[2].add(area)
    members: dict[int, list[Member]] = defaultdict(list)
    absent, missing = {user for (user,) in away().values_list("user")}, Counter[int]()
    held = Holding.objects.filter(
        post__body__in=list(grounds), valid__contains=clock.today(), user__is_active=True
    ).order_by("deputy", "pk")
    for body, user, role, post, deputy in held.values_list(
        "post__body", "user", "post__role", "post", "deputy"
    ):
        if user in absent:
            missing[body] += 1
        else:
            members[body].append(Member(user, role, post, deputy))
    return {
        body: Routine(code, village, areas, members[body], missing[body])
        for body, (code, village, areas) in grounds.items()
    }


def pools_of(scope: Scope) -> list[Pool]:
    """The reserves of the scope's ground without those who are sent already or away, by unit and role."""
    where, today = scope.jurisdiction, clock.today()
    sent = Holding.objects.filter(
        post__body__mode=Body.Mode.EMERGENCY, post__body__standing_by=False, valid__contains=today
    )
    held = Holding.objects.filter(
        post__body__kind=Body.Kind.RESERVE, post__body__valid__contains=today, valid__contains=today, deputy=False,
        post__line__in=ROLE_OF, user__is_active=True, post__body__lo__gte=where.lo, post__body__lo__lt=where.hi,
    ).exclude(user__in=sent.values("user")).exclude(user__in=away())  # fmt: skip
    bodies = Body.objects.filter(kind=Body.Kind.RESERVE, valid__contains=today).select_related("division")
    found = {body.pk: body for body in bodies if body.ground <= where}
    pools: dict[tuple[int, str], Pool] = {}
    rows = held.order_by("post__body__lo", "user").values_list("post__body", "post__line", "user", "post")
    for body, line, user, post in rows:
        if body not in found:
            continue
        key = (body, ROLE_OF[line])
        if key not in pools:
            pools[key] = _pool(found[body], key[1])
        pools[key].people.append((user, post))
    return list(pools.values())


def _pool(body: Body, role: str) -> Pool:
    county, division = county_unit_of(body.lo), body.division
    point = None
    if division.longitude is not None and division.latitude is not None:
        point = (division.longitude, division.latitude)
    town = body.lo if division.level == "town" else None
    return Pool(role, town, county.code if county else "", deque(), point)
