"""What a few members of the demo city have asked for and bring, so that whoever plans finds something to decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from gangmu.ground.duty.actions import request_leave, set_vehicle, wish
from gangmu.ground.duty.rules.weeks import monday_of
from gangmu.ground.organization.models import Holding, Line, Post
from gangmu.ground.organization.queries import acting, sign_in_accounts
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor, Scope, entered


def ask() -> int:
    """Leave and wishes of demo accounts for the coming week, each asked once; returns how many."""
    monday = monday_of(clock.today()) + timedelta(days=7)
    actors = {user.username: acting(user)[0] for user, _post in sign_in_accounts()}
    leave = (("cadre-cuimeiyuan", "annual", 0, 1), ("compare-jiangbei", "training", 2, 2))
    wishes = (("police-sanxin", "off", 2), ("gate-jiangbei", "night", 3), ("medic-cuimeiyuan", "off", 5))
    asked = 0
    for username, kind, first, last in leave:
        asked += _leave(
            actors.get(username), username, kind, monday + timedelta(first), monday + timedelta(last)
        )
    for username, kind, day in wishes:
        if (actor := actors.get(username)) is not None:
            with entered(Scope.of(actor)):
                wish(actor, uuid5(NAMESPACE_URL, f"demo wish {username}"), monday + timedelta(day), kind)
            asked += 1
    return asked


def drive(bodies: Iterable[str]) -> int:
    """In these bodies the police need a vehicle, and three of the four who take turns bring one; returns how many."""
    with entered(Scope.system("demo")) as scope:
        posts = Post.objects.filter(body__code__in=bodies, line=Line.PUBLIC_SECURITY).select_related("body")
        drivers = 0
        for post in posts.order_by("id"):
            held = Holding.objects.filter(post=post, deputy=False).order_by("id")
            crew = list(held.values_list("user", flat=True)[:3])
            set_vehicle(scope.actor, post, True, crew)
            drivers += len(crew)
    return drivers


def _leave(actor: Actor | None, username: str, kind: str, first: date, last: date) -> int:
    if actor is None:
        return 0
    with entered(Scope.of(actor)):
        request_leave(actor, uuid5(NAMESPACE_URL, f"demo leave {username}"), kind, first, last)
    return 1
