"""Needs in the demo: what people under an order have asked by their links, some answered; a complaint, an objection."""

from __future__ import annotations

from uuid import uuid4

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.links.actions import come_in, give_link
from gangmu.governance.needs import actions
from gangmu.governance.needs.models import Need
from gangmu.governance.needs.queries import need_in
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.area import area_of, span
from gangmu.kernel.scope import Actor, Scope, entered

PLACES = (("441302004200", "desk-jiangbei"), ("441322001220", "desk-luoyang"))
# Kind, words, and the answer of the office ('' for none yet).
SAID = (
    ("food", "米和菜，家里两个人", "已请志愿者下午六点前送到门口，请注意查收。"),
    ("medicine", "降压药只剩两天的量", ""),
    ("medical_trip", "后天上午要去医院做透析", ""),
    ("complaint", "昨晚十一点还有人打电话问同样的问题", ""),
    ("objection", "我那天没有到过那个地方", ""),
)


def need() -> int:
    """Raise them where there are none yet; returns how many there are."""
    with entered(Scope.system("demo")):
        there = Need.objects.exclude(channel="care").exists()
    if not there:
        for code, desk in PLACES:
            _place(code, _acting(desk))
    with entered(Scope.system("demo")):
        return Need.objects.count()


def _acting(username: str) -> Actor:
    actor = actor_of(User.objects.get(username=username))
    if actor is None:
        raise LookupError(f"demo account {username} holds no post")
    return actor


def _place(code: str, desk: Actor) -> None:
    lo, hi = span(area_of(code))
    with entered(Scope.of(desk)):
        here = Order.objects.filter(area__gte=lo, area__lt=hi, status__in=[str(s) for s in IN_FORCE])
        orders = list(here.select_related("incident").order_by("id")[: len(SAID)])
    for number, (kind, words, answer) in enumerate(SAID if orders else ()):
        order = orders[number % len(orders)]
        with entered(Scope.of(desk)):
            token = give_link(desk, uuid4(), order)
        guest = come_in(Scope.system("links").actor, token, "demo").actor
        if guest is None:
            raise LookupError(f"the link of order {order.pk} does not open")
        he = actions.Resident(
            int(order.person_id or 0), order.incident, order.area, order.name, order.address, order.category
        )
        with entered(Scope.of(guest)):
            pk = actions.raise_need(guest, uuid4(), he, kind, words)
        if answer:
            with entered(Scope.of(desk)) as scope:
                actions.answer(desk, uuid4(), need_in(scope, pk), "done", answer)
